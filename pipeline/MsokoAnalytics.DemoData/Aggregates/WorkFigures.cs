using MsokoAnalytics.DemoData.Simulation;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Aggregates;

/// <summary>All scopes of one work, in the order of the official reports: country, region, then each municipality before its schools.</summary>
internal sealed class WorkFigures(Region region, Work work, double drift)
{
    private readonly ScopeFigures _region = region.IsWhole
        ? new ScopeFigures { Scope = "region", ScopeId = region.Options.RegionCode, Name = Names.Region }
        : ExternalFigures.Region(work, drift, region.Options.RegionCode, Names.Region);

    private readonly List<ScopeFigures> _below = [];
    private ScopeFigures? _municipality;

    public ScopeFigures Municipality => _municipality ?? throw new InvalidOperationException("No municipality has been begun.");

    public void BeginMunicipality(Municipality municipality)
    {
        _municipality = new ScopeFigures
        {
            Scope = "municipality",
            ScopeId = municipality.Id,
            Name = $"{municipality.Name}({municipality.Code})",
            Alias = $"{municipality.ShortName}({municipality.Code})",
        };
        _below.Add(_municipality);
    }

    public void Add(Unit unit)
    {
        var school = unit.School;
        var figures = new ScopeFigures
        {
            Scope = "school",
            ScopeId = school.Digits,
            Name = $"{school.Name(work.Plan.Year)}({school.Login(work.Plan.LoginPrefix)})",
        };
        figures.Add(unit);
        _below.Add(figures);
        Municipality.Add(figures);
        if (region.IsWhole) _region.Add(figures);
    }

    public IEnumerable<ScopeFigures> All() =>
        _below.Where(f => f.Writers > 0).Prepend(_region).Prepend(ExternalFigures.Country(work, drift, region.Seed));
}
