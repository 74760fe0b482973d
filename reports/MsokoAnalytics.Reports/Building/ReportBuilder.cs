using MsokoAnalytics.Reports.Kinds;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Narrative;
using MsokoAnalytics.Reports.Sections;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Building;

/// <summary>Puts a report together: its sections in the order of its kind, and the frame around them.</summary>
internal static class ReportBuilder
{
    /// <param name="kind">What to make.</param>
    /// <param name="context">Whose report, of which wave.</param>
    /// <param name="organisation">Full name of the municipality or school.</param>
    /// <param name="sections">What the sections have read, by name; a section that isn't there is left out.</param>
    /// <param name="recipient">For whom; null for the words of the kind.</param>
    /// <param name="provenance">The run, or null.</param>
    /// <returns>Null when no section has anything to show.</returns>
    internal static ReportModel? Build(
        ReportKind kind, BuildContext context, string organisation, IReadOnlyDictionary<string, ISectionData> sections, string? recipient, Provenance? provenance)
    {
        var built = new Dictionary<string, SectionContent>(StringComparer.Ordinal);
        foreach (var name in kind.Sections)
        {
            if (sections.TryGetValue(name, out var data) && data.Build(context) is { } content) built.Add(name, content);
        }

        if (built.Count == 0) return null;
        var ofWave = built.ContainsKey(WaveSections.Marks);
        return new ReportModel
        {
            Kind = kind.Name,
            Landscape = kind.Landscape,
            Own = context.OfSchool ? "школа" : "муниципалитет",
            Head = Head(kind, context, organisation, recipient),
            KeyFigures = [.. ofWave ? KeyFiguresBuilder.Build(context) : [], .. built.Values.SelectMany(s => s.KeyFigures)],
            Conclusions = Conclusions(context, built, ofWave),
            Notes = Notes(context, built, ofWave),
            Sections = Ordered(kind, built),
            Charts = context.Charts,
            Provenance = provenance,
        };
    }

    private static List<SectionModel> Ordered(ReportKind kind, Dictionary<string, SectionContent> built)
    {
        var ordered = new List<SectionModel>();
        string? part = null;
        foreach (var name in kind.Sections)
        {
            if (FrameSections.Is(name))
            {
                ordered.Add(new SectionModel(name, name, null, null));
                part = null;
            }
            else if (built.TryGetValue(name, out var content))
            {
                var section = SectionRegistry.Find(name)!;
                ordered.Add(new SectionModel(name, section.Template, string.Equals(section.Part, part, StringComparison.Ordinal) ? null : section.Part, content.Data));
                part = section.Part;
            }
        }

        return ordered;
    }

    private static ReportHead Head(ReportKind kind, BuildContext context, string organisation, string? recipient) => new(
        SchoolNames.Tidy(organisation),
        ReportKind.Fill(kind.Title, context.Wave),
        kind.Caption,
        recipient ?? kind.Recipient,
        Period(context),
        ReportKind.Fill(kind.Source, context.Wave),
        kind.Audience,
        context.OfSchool ? SchoolNames.Short(organisation) : organisation,
        ReportKind.Fill(kind.Running, context.Wave));

    private static string Period(BuildContext context)
    {
        var years = context.Works.Select(w => w.AcademicYear).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var wave = WaveNames.Nominative(context.Wave);
        return years.Count == 0 ? wave : $"{wave} ({string.Join(", ", years)} учебный год)";
    }

    /// <summary>First what the wave says, then what each further section adds, at the end what is missing.</summary>
    private static List<Conclusion> Conclusions(BuildContext context, Dictionary<string, SectionContent> built, bool ofWave)
    {
        var further = built.Values.SelectMany(s => s.Conclusions).ToList();
        if (!ofWave) return further;
        var tasks = built.GetValueOrDefault(WaveSections.Tasks)?.Data as TaskSection;
        var own = context.OfSchool ? SchoolNarrative.Build(context, tasks) : MunicipalityNarrative.Build(context, MunicipalityFacts.Of(context, tasks));
        var last = own.Count > 0 && string.Equals(own[^1].Lead, NarrativeParts.Completeness, StringComparison.Ordinal) ? 1 : 0;
        return [.. own.SkipLast(last), .. further, .. own.TakeLast(last)];
    }

    private static NotesSection Notes(BuildContext context, Dictionary<string, SectionContent> built, bool ofWave)
    {
        var further = built.Values.SelectMany(s => s.Notes).ToList();
        if (!ofWave) return new NotesSection(further, [], [], 0, 0, NotesBuilder.Legal);
        var notes = NotesBuilder.Build(
            context, context.Data.Files(context.Own, context.Wave), built.ContainsKey(WaveSections.Funnels), built.ContainsKey(WaveSections.Waves), built.ContainsKey(WaveSections.Journal));
        return notes with { Method = [.. notes.Method, .. further] };
    }
}
