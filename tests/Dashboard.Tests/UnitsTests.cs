using Diten.Dashboard.Views;

namespace Diten.Dashboard.Tests;

public sealed class UnitsTests
{
    /// <summary>What a machine has measured is not rounded away, and nothing is added to it.</summary>
    [Theory]
    [InlineData("temperatureK", 318.5, "318.5", "K")]
    [InlineData("temperatureK", 300, "300", "K")]
    [InlineData("temperatureCelsius", -0.25, "-0.25", "°C")]
    [InlineData("spindleHz", 45, "45", "Hz")]
    [InlineData("frequencyHz", 1.23456e9, "1.2346", "GHz")]
    [InlineData("powerW", 1499.5, "1.4995", "kW")]
    [InlineData("speedRpm", 12345.6, "12,346", "1/min")]
    [InlineData("speedRpm", 1200.25, "1,200.3", "1/min")]
    [InlineData("vibration", 0.01234, "0.0123", "")]
    [InlineData("vibration", 0, "0", "")]
    [InlineData("vibration", 2.5e-7, "2.5e-7", "")]
    [InlineData("vibration", 1e308, "1e308", "")]
    [InlineData("vibration", double.NaN, "–", "")]
    [InlineData("uptimeSeconds", 90, "90.0", "s")]
    public void A_reading_is_told_with_five_digits_and_its_unit(string name, double value, string number, string unit) =>
        Assert.Equal(new Quantity(number, unit), Units.Reading(name, value));
}
