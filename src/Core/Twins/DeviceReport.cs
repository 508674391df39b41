namespace Diten.Core.Twins;

/// <summary>What a device says of itself: one message of its running state s (Eq. 1).</summary>
/// <param name="Sequence">Device sequence number, 1 or more, strictly increasing per device; duplicates and old ones change nothing.</param>
/// <param name="At">When the device measured it.</param>
/// <param name="State">Named finite readings in SI units, for example <c>frequencyHz</c>, <c>snrDb</c>, <c>temperatureK</c>.</param>
public sealed record DeviceReport(long Sequence, DateTimeOffset At, IReadOnlyDictionary<string, double> State);
