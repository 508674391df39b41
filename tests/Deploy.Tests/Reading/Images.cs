using System.Text.RegularExpressions;

namespace Diten.Deploy.Tests.Reading;

/// <summary>What names of images must be.</summary>
internal static partial class Images
{
    /// <summary>With a full version; never <c>latest</c>, nothing, or a major version that moves.</summary>
    [GeneratedRegex(@"^[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?(-[a-z0-9-]+)?$", RegexOptions.ExplicitCapture, 10_000)]
    public static partial Regex Pinned { get; }
}
