System.Console.WriteLine("diten");
