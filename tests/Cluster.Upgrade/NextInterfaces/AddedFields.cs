namespace Diten.Interfaces.Twins;

public sealed partial record ReportMessage
{
    /// <summary>A value that the version before does not know.</summary>
    [Id(100)] public string? Unit { get; init; }

    /// <summary>A list that the version before does not know; empty if it was not sent.</summary>
    [Id(101)] public string[] Tags { get; init; } = [];
}

public sealed partial record WriteReply
{
    /// <summary>Set by this version in every reply.</summary>
    [Id(100)] public string? Build { get; init; } = "next";
}

public sealed partial record TwinMessage
{
    /// <summary>Set by this version in every reply.</summary>
    [Id(100)] public string? Build { get; init; } = "next";
}
