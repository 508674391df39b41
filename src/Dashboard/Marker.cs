namespace Diten.Dashboard; internal static class Marker;
