using FsCheck;
using FsCheck.Fluent;

namespace Diten.Core.Tests;

internal static class SeededCheck
{
    /// <summary>As QuickCheckThrowOnFailure, but with the same 100 cases every time, and silent when they hold.</summary>
    public static void Holds(this Property property) =>
        property.Check(Config.QuickThrowOnFailure.WithReplay(20210805UL, 7919UL).WithQuietOnSuccess(true));
}
