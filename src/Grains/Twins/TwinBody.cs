using Diten.Core.Twins;

namespace Diten.Grains.Twins;

/// <summary>All that a resident twin holds, immutable but for the history's buffers: a change makes a new one, so that an earlier one can be gone back to.</summary>
/// <param name="State">Γ.</param>
/// <param name="Device">What the device said of itself when it registered.</param>
/// <param name="Move">A handover under way; null for none.</param>
/// <param name="Leftover">A registration to be ended; null for none.</param>
internal sealed record TwinBody(TwinState State, DeviceProfile Device, StoredMove? Move = null, StoredLeftover? Leftover = null);

/// <summary>What a device says of itself when it registers.</summary>
/// <param name="FrequencyHz">f_i, Hz; 0 if not known.</param>
/// <param name="SubcarrierRate">Mean rate on one subcarrier, bit/s; 0 if not known.</param>
/// <param name="X">East, m.</param>
/// <param name="Y">North, m.</param>
internal sealed record DeviceProfile(double FrequencyHz, double SubcarrierRate, double X, double Y);
