using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Loading;
using MsokoAnalytics.Intake.Privacy;
using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake;

/// <summary>Everything that the <c>sources</c> folder says, read once.</summary>
public sealed class IntakeSetup
{
    private IntakeSetup(string root)
    {
        Library = LayoutLibrary.Load(root);
        Kinds = Library.KindSql.ToDictionary(k => k.Key, k => SheetKind.Parse(k.Key, k.Value), StringComparer.Ordinal);
        Limits = LayoutLibrary.Deserializer.Deserialize<IntakeLimits>(File.ReadAllText(Path.Combine(root, "limits.yml")));
        Privacy = PrivacyFilter.Load(root);
        Matcher = new LayoutMatcher(Library, Privacy.IsPersonalColumn);
        Subjects = SubjectCatalog.Load(root);
        Vocabulary = Vocabulary.Load(root, Subjects);
        foreach (var layout in Library.Layouts)
            if (layout.Columns.Find(c => c.KeepVocabulary is { } name && !Vocabulary.Exists(name)) is { } column)
                throw new LayoutException(layout.Id, $"нет словаря «{column.KeepVocabulary}»");
        // A layout that names a shape which does not exist is told now, not with the first file.
        foreach (var layout in Library.Layouts)
        foreach (var column in layout.Columns) _ = Privacy.Shapes.Of(layout, column);
        Contexts = ContextResolver.Load(root, Subjects);
        Catalogue = TaskCatalogue.Load(Path.Combine(root, "vpr", "task_catalogue.csv"));
        Rules = RuleCatalog.Load(root);
        Readers = new TableReaderFactory(Limits);
        SubjectSql = Subjects.AliasSql(SubjectCatalog.Load(root, "subjects_other.yml"));
        MacroSql = string.Join('\n',
        [
            File.ReadAllText(Path.Combine(root, "macros.sql")),
            .. Directory.EnumerateFiles(root, "macros.sql", SearchOption.AllDirectories).Where(f => Path.GetDirectoryName(f) != root.TrimEnd('/', '\\')).Order(StringComparer.Ordinal).Select(File.ReadAllText),
            .. Vocabulary.Sql,
        ]);
        Macros = new MacroLibrary([MacroSql, SubjectSql]);
        StagingSql = string.Join('\n', Directory.EnumerateFiles(root, "staging.sql", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText));
    }

    public LayoutLibrary Library { get; }

    /// <summary>How the rows of each kind are typed.</summary>
    internal IReadOnlyDictionary<string, SheetKind> Kinds { get; }

    public IntakeLimits Limits { get; }

    public PrivacyFilter Privacy { get; }

    public LayoutMatcher Matcher { get; }

    public SubjectCatalog Subjects { get; }

    public Vocabulary Vocabulary { get; }

    public ContextResolver Contexts { get; }

    public TaskCatalogue Catalogue { get; }

    public RuleCatalog Rules { get; }

    public TableReaderFactory Readers { get; }

    /// <summary>All macros and vocabularies of typing SQL.</summary>
    public string MacroSql { get; }

    /// <summary>The same, and the spellings of subjects, for connections that need some of them.</summary>
    internal MacroLibrary Macros { get; }

    /// <summary>Makes the table <c>subject_alias</c> (alias folded, subject: a code of ФИС ОКО or the name of a school subject that has none).</summary>
    public string SubjectSql { get; }

    /// <summary>Tables of staging.</summary>
    public string StagingSql { get; }

    /// <param name="root">The <c>sources</c> folder.</param>
    /// <exception cref="LayoutException">A description is wrong.</exception>
    public static IntakeSetup Load(string root) => new(root);
}
