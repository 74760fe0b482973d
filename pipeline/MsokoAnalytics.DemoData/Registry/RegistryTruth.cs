using MsokoAnalytics.DemoData.Output;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData.Registry;

/// <summary><c>truth/registry.csv</c> (codes, today's school) and <c>truth/changes.csv</c>.</summary>
internal static class RegistryTruth
{
    public static void Write(OutputFolder output, Region region)
    {
        using (var codes = output.TruthFile("registry.csv"))
        {
            codes.WriteLine("school_id;now_id;oge;ege;inn;ogrn;sgo;last_year");
            foreach (var s in region.Schools)
                codes.WriteLine($"{s.Digits};{Now(region, s).Digits};{s.Codes.Oge};{s.Codes.Ege};{s.Codes.Inn};{s.Codes.Ogrn};{s.Codes.Sgo};{(s.LastYear == int.MaxValue ? "" : s.LastYear)}");
        }

        using var changes = output.TruthFile("changes.csv");
        changes.WriteLine("kind;school_id;successor_id;date;from_year");
        foreach (var c in region.Changes)
            changes.WriteLine($"{RegistryFiles.Name(c.Kind)};{c.School.Digits};{(c.Successor == c.School ? "" : c.Successor?.Digits)};{c.Date:yyyy-MM-dd};{c.FromYear}");
    }

    private static School Now(Region region, School school) =>
        region.Changes.FirstOrDefault(c => c.School == school && c.Successor is { } next && next != school) is { Successor: { } successor } ? Now(region, successor) : school;
}
