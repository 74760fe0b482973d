using System.Collections.Concurrent;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Sections;

namespace MsokoAnalytics.Reports.Kinds;

/// <summary>What the sections have read for one municipality; each reads once, whichever kinds ask for it and at the same time.</summary>
internal sealed class LoadedSections(ReportPlan plan, WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ISectionData>>> _loading = new(StringComparer.Ordinal);

    /// <summary>The data of a kind's sections by their names, as many of them read at once as there are connections.</summary>
    internal async Task<IReadOnlyDictionary<string, ISectionData>> OfAsync(ReportKind kind)
    {
        var sections = plan.SectionsOf(kind);
        var options = new ParallelOptions { MaxDegreeOfParallelism = reader.AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(sections, options, async (section, _) => await Loading(section));
        var loaded = new Dictionary<string, ISectionData>(StringComparer.Ordinal);
        foreach (var section in sections) loaded.Add(section.Name, await Loading(section));
        return loaded;
    }

    private Task<ISectionData> Loading(IReportSection section) =>
        _loading.GetOrAdd(section.Name, _ => new Lazy<Task<ISectionData>>(() => section.LoadAsync(reader, target, data, cancellationToken))).Value;
}
