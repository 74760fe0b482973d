using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;

namespace MsokoAnalytics.Reports.Building;

/// <summary>Whose report is being built and against whom it is compared.</summary>
/// <param name="Data">The municipality's data.</param>
/// <param name="Own">The municipality or the school of the report.</param>
/// <param name="Wave">The wave shown.</param>
/// <param name="Comparisons">Wider groups, nearest first; only those that have results in this wave.</param>
/// <param name="ShowSmall">
/// Whether groups below the threshold are shown (as pale counts, without shares): yes for the school's own card, where the
/// reader knows every pupil anyway; no elsewhere.
/// </param>
internal sealed record BuildContext(
    MunicipalityData Data, ScopeRef Own, WaveKey Wave, IReadOnlyList<Comparison> Comparisons, bool ShowSmall)
{
    internal Dictionary<string, ChartModel> Charts { get; } = new(StringComparer.Ordinal);

    internal IReadOnlyList<WorkRow> Works => field ??= Data.WorksOf(Own, Wave);

    internal ResultRow Result(WorkRow work) => Data.Result(work, Own)!;

    /// <summary>Totals of the scope over all works of the wave.</summary>
    internal Totals Totals(ScopeRef scope) => Figures.Sum(Data.WorksOf(scope, Wave).Select(w => (w, Data.Result(w, scope)!)));

    internal bool OfSchool => string.Equals(Own.Scope, Scopes.School, StringComparison.Ordinal);

    internal IReadOnlyList<WorkRow> MainWorks => field ??= Building.MainWorks.Of(this);

    /// <summary>The municipality's schools with results in the wave, in alphabetical order, with their short names.</summary>
    internal IReadOnlyList<(SchoolRow School, string Name)> Schools => field ??= Data.SchoolLists.GetOrAdd(Wave, _ => SchoolListBuilder.Order(this));

    /// <summary>Number of each school in that list, from 1.</summary>
    internal IReadOnlyDictionary<string, int> SchoolNumbers =>
        field ??= Schools.Select((s, i) => (s.School.SchoolId, No: i + 1)).ToDictionary(s => s.SchoolId, s => s.No, StringComparer.Ordinal);

    internal Totals OwnTotals => field ??= Totals(Own);

    internal string AddChart(string name, ChartModel chart)
    {
        Charts.Add(name, chart);
        return name;
    }

    /// <summary>The municipality's own summary: small groups stay hidden.</summary>
    internal static BuildContext ForMunicipality(MunicipalityData data, WaveKey wave) => new(
        data, data.MunicipalityScope, wave, Available(data, data.MunicipalityScope, wave, [Comparison.Region(data), Comparison.Country]), ShowSmall: false);

    /// <summary>A school's own card.</summary>
    internal static BuildContext ForSchool(MunicipalityData data, SchoolRow school, WaveKey wave)
    {
        var own = new ScopeRef(Scopes.School, school.SchoolId);
        // The only school of a municipality would stand beside itself.
        Comparison[] wider = data.Schools.Count > 1 ? [Comparison.Municipality(data), Comparison.Region(data)] : [Comparison.Region(data)];
        return new BuildContext(data, own, wave, Available(data, own, wave, wider), ShowSmall: true);
    }

    /// <summary>Keeps the wider groups that have results in at least one of the works of this wave.</summary>
    internal static IReadOnlyList<Comparison> Available(MunicipalityData data, ScopeRef own, WaveKey wave, IEnumerable<Comparison> candidates)
    {
        var works = data.WorksOf(own, wave);
        return [.. candidates.Where(c => works.Any(w => data.Result(w, c.Scope) is { Marked: > 0 }))];
    }
}

/// <summary>A wider group and its name in the cases the texts need.</summary>
internal sealed record Comparison(ScopeRef Scope, string Name, string Genitive, string Adjective)
{
    internal static Comparison Municipality(MunicipalityData data) =>
        new(data.MunicipalityScope, "муниципалитет", "муниципалитета", "муниципального");

    internal static Comparison Region(MunicipalityData data) => new(data.RegionScope, "регион", "региона", "регионального");

    internal static Comparison Country { get; } = new(MunicipalityData.CountryScope, "страна", "страны", "общероссийского");
}

/// <summary>The rule for small groups, in one place.</summary>
internal static class SmallGroup
{
    /// <summary>Below this number of pupils no share is shown.</summary>
    internal const int Threshold = 10;

    internal static bool Is(int pupils) => pupils < Threshold;
}
