namespace Diten.Core.Wireless;

/// <summary>Dense finite Markov chains: validation, stationary distribution, powers.</summary>
internal static class MarkovChain
{
    private const double RowTolerance = 1e-9;

    /// <summary>Copies a user's matrix; rows must be probability vectors and are rescaled to sum to 1 exactly.</summary>
    public static double[,] Validated(double[,] transition, string name)
    {
        var n = transition.GetLength(0);
        if (n < 1 || n > FiniteStateMarkovChannel.MaxStates || transition.GetLength(1) != n)
            throw new ArgumentException($"{name} is {n} × {transition.GetLength(1)}; it must be square with 1 to {FiniteStateMarkovChannel.MaxStates} states", name);
        var copy = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < n; j++)
            {
                if (!(transition[i, j] >= 0 && transition[i, j] <= 1 + RowTolerance))
                    throw new ArgumentException($"{name}[{i},{j}] = {transition[i, j]:R} must be 0 to 1", name);
                sum += transition[i, j];
            }
            if (Math.Abs(sum - 1) > RowTolerance)
                throw new ArgumentException($"{name} row {i} sums to {sum:R}, must be 1", name);
            for (var j = 0; j < n; j++) copy[i, j] = transition[i, j] / sum;
        }
        return copy;
    }

    /// <summary>Stationary distribution by Grassmann–Taksar–Heyman elimination, which never subtracts.</summary>
    public static double[] Stationary(double[,] transition, string name)
    {
        var members = ClosedClass(transition, name);
        var m = members.Count;
        var a = new double[m, m];
        for (var i = 0; i < m; i++)
            for (var j = 0; j < m; j++)
                a[i, j] = transition[members[i], members[j]];
        for (var k = m - 1; k > 0; k--)
        {
            var leave = 0.0;
            for (var j = 0; j < k; j++) leave += a[k, j];
            for (var i = 0; i < k; i++) a[i, k] /= leave;
            for (var i = 0; i < k; i++)
                for (var j = 0; j < k; j++)
                    a[i, j] += a[i, k] * a[k, j];
        }
        var pi = new double[m];
        pi[0] = 1;
        var total = 1.0;
        for (var k = 1; k < m; k++)
        {
            for (var i = 0; i < k; i++) pi[k] += pi[i] * a[i, k];
            total += pi[k];
        }
        var all = new double[transition.GetLength(0)];
        for (var i = 0; i < m; i++) all[members[i]] = pi[i] / total;
        return all;
    }

    /// <summary>P to a positive power by repeated squaring.</summary>
    public static double[,] Power(double[,] transition, int exponent)
    {
        var result = transition;
        var square = transition;
        for (var left = exponent - 1; left > 0; left >>= 1)
        {
            if ((left & 1) != 0) result = Multiply(result, square);
            square = Multiply(square, square);
        }
        return result;
    }

    private static double[,] Multiply(double[,] x, double[,] y)
    {
        var n = x.GetLength(0);
        var z = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var k = 0; k < n; k++)
                for (var j = 0; j < n; j++)
                    z[i, j] += x[i, k] * y[k, j];
        return z;
    }

    /// <summary>The states that every state can reach; they are the only closed class, or there are several.</summary>
    private static List<int> ClosedClass(double[,] transition, string name)
    {
        var n = transition.GetLength(0);
        var everywhere = new bool[n];
        Array.Fill(everywhere, value: true);
        for (var start = 0; start < n; start++)
        {
            var seen = new bool[n];
            var open = new Stack<int>();
            seen[start] = true;
            open.Push(start);
            while (open.TryPop(out var at))
            {
                for (var to = 0; to < n; to++)
                {
                    if (seen[to] || transition[at, to] <= 0) continue;
                    seen[to] = true;
                    open.Push(to);
                }
            }
            for (var i = 0; i < n; i++) everywhere[i] &= seen[i];
        }
        var members = Enumerable.Range(0, n).Where(i => everywhere[i]).ToList();
        return members.Count > 0
            ? members
            : throw new ArgumentException($"{name} falls into closed classes that never meet, so its stationary distribution is not unique", name);
    }
}
