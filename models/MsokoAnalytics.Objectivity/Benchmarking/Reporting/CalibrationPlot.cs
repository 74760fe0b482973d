using System.Globalization;
using System.Text;
using MsokoAnalytics.Statistics.Proportions;

namespace MsokoAnalytics.Objectivity.Benchmarking.Reporting;

/// <summary>Posterior against the share manipulated, with 95 % Wilson intervals, as an SVG of the documentation.</summary>
public static class CalibrationPlot
{
    private const double Size = 360;
    private const double Margin = 48;

    /// <param name="bins">Bins of the posterior.</param>
    public static string Svg(IReadOnlyList<CalibrationBin> bins)
    {
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Size + (2 * Margin)} {Size + (2 * Margin)}\" font-family=\"sans-serif\" font-size=\"12\">");
        Line(svg, $"<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        for (var i = 0; i <= 5; i++)
        {
            var v = i / 5.0;
            Line(svg, $"<path d=\"M{X(v)} {Y(0)}V{Y(1)}M{X(0)} {Y(v)}H{X(1)}\" stroke=\"#ddd\"/>");
            Line(svg, $"<text x=\"{X(v)}\" y=\"{Y(0) + 18}\" text-anchor=\"middle\">{v:0.0}</text><text x=\"{X(0) - 8}\" y=\"{Y(v) + 4}\" text-anchor=\"end\">{v:0.0}</text>");
        }

        Line(svg, $"<path d=\"M{X(0)} {Y(0)}L{X(1)} {Y(1)}\" stroke=\"#888\" stroke-dasharray=\"4 4\"/>");
        foreach (var bin in bins)
        {
            var (low, high) = WilsonInterval.Of((int)Math.Round(bin.Observed * bin.Units), bin.Units);
            Line(svg, $"<path d=\"M{X(bin.Predicted)} {Y(low)}V{Y(high)}\" stroke=\"#1f5a8c\"/>");
            Line(svg, $"<circle cx=\"{X(bin.Predicted)}\" cy=\"{Y(bin.Observed)}\" r=\"4\" fill=\"#1f5a8c\"><title>{bin.Units} units: {bin.Predicted:0.000} → {bin.Observed:0.000}</title></circle>");
        }

        Line(svg, $"<text x=\"{X(.5)}\" y=\"{Y(0) + 38}\" text-anchor=\"middle\">probability told</text>");
        Line(svg, $"<text x=\"{X(0) - 34}\" y=\"{Y(.5)}\" text-anchor=\"middle\" transform=\"rotate(-90 {X(0) - 34} {Y(.5)})\">share manipulated, 95 % interval</text>");
        Line(svg, $"</svg>");
        return svg.ToString();
    }

    private static double X(double v) => Math.Round(Margin + (Size * v), 1);

    private static double Y(double v) => Math.Round(Margin + (Size * (1 - v)), 1);

    private static void Line(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
