using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Mappings;

/// <summary>
/// A description of local tables that the people of the centre write themselves: which files it speaks for, where their columns stand, what
/// the whole table is about. Becomes a <see cref="Layout"/> when the header of a sheet is bound.
/// </summary>
internal sealed class TableMapping
{
    /// <summary>Path of the mapping file, relative to the loaded folder.</summary>
    public required string Path { get; init; }

    /// <summary>Folder of the mapping file, relative to the loaded one, "" for the folder itself.</summary>
    public required string Folder { get; init; }

    /// <summary>Hash of the mapping file: a change makes its files be read again.</summary>
    public required string Version { get; init; }

    /// <summary>Ordinal of the description within its file, from 1.</summary>
    public int Number { get; init; } = 1;

    public string Title { get; set; } = "";

    public string Procedure { get; set; } = "МКР";

    /// <summary>Whether the rows are schools (or municipalities) with counts and means; otherwise they are pupils.</summary>
    public bool Aggregate { get; set; }

    public List<FileMask> Masks { get; } = [];

    /// <summary>What the whole table is about, by context key (year, grade, subject, wave, level, school, municipality, work_date).</summary>
    public Dictionary<string, string> Constants { get; } = new(StringComparer.Ordinal);

    public int HeaderRows { get; set; } = 1;

    public List<FileMask> Sheets { get; } = [];

    public List<FileMask> SkippedSheets { get; } = [];

    /// <summary>Beginnings of rows that are no data, in lower case.</summary>
    public List<string> SkippedRows { get; } = [];

    /// <summary>Beginnings of rows that hold the table's own totals, in lower case; they are not counted and are reconciled.</summary>
    public List<string> TotalRows { get; } = [];

    public List<MappedColumn> Columns { get; } = [];

    public List<HeaderPattern> Ignored { get; } = [];

    public List<HeaderPattern> Tasks { get; } = [];

    /// <summary>Maxima of the tasks in the order of the columns; null when the headers name them or nobody does.</summary>
    public List<int>? Maxima { get; set; }

    /// <summary>Maximum score of the work; the key is "" or a subject.</summary>
    public Dictionary<string, int> MaxScores { get; } = new(StringComparer.Ordinal);

    /// <summary>Lowest scores of the marks 3, 4 and 5.</summary>
    public (int Three, int Four, int Five)? Scale { get; set; }

    /// <summary>What single values mean: column (null for all) and folded text → value.</summary>
    public List<(string? Field, string From, string To)> Values { get; } = [];

    /// <summary>Folded spelling of a subject → its code (of the catalogue) or its own name.</summary>
    public Dictionary<string, string> Subjects { get; } = new(StringComparer.Ordinal);

    /// <summary>Folded name of a school → six digits of its login; confirmed by the person who wrote the mapping.</summary>
    public Dictionary<string, string> Schools { get; } = new(StringComparer.Ordinal);

    /// <summary>Which system the school codes of the table belong to; «фисоко» means that they are our keys.</summary>
    public string CodeSystem { get; set; } = "фисоко";

    /// <summary>What means are measured in: балл, отметка, процент.</summary>
    public string Unit { get; set; } = "балл";

    public List<MappedTotal> Totals { get; } = [];

    public List<MappingFault> Faults { get; } = [];

    /// <summary>Name for messages: the file, and the number of the description where it has several.</summary>
    public string Name => Number == 1 ? Path : FormattableString.Invariant($"{Path} (описание {Number})");

    /// <summary>What the masks tell of a file, or null when the mapping does not speak for it.</summary>
    public IReadOnlyDictionary<string, string>? Match(string relativePath)
    {
        var prefix = Folder.Length == 0 ? "" : Folder + "/";
        if (!relativePath.StartsWith(prefix, StringComparison.Ordinal)) return null;
        foreach (var mask in Masks)
            if (mask.Match(relativePath[prefix.Length..]) is { } places) return places;
        return null;
    }

    public bool ReadsSheet(string name) =>
        (Sheets.Count == 0 || Sheets.Exists(s => s.Match(name.Trim()) is not null)) && !SkippedSheets.Exists(s => s.Match(name.Trim()) is not null);
}

/// <summary>A column that a mapping names.</summary>
/// <param name="Field">Name in the SQL of the kind; of an aggregate measure <c>n</c>, <c>mean</c>, <c>sd</c>, <c>n2</c>…<c>n5</c>, <c>pct2</c>…<c>pct5</c>.</param>
/// <param name="Key">Russian name in the mapping.</param>
/// <param name="Headers">Spellings of the header; any of them fits.</param>
/// <param name="IsMeasure">Whether the column is a figure of an aggregate table.</param>
internal sealed record MappedColumn(string Field, string Key, IReadOnlyList<HeaderPattern> Headers, string Place, bool IsMeasure)
{
    public bool Optional => Headers.All(h => h.Optional);
}

/// <summary>A total that a table prints beside its figures.</summary>
/// <param name="Parts">Subjects it is made of; null for all.</param>
internal sealed record MappedTotal(string Name, IReadOnlyList<MappedColumn> Columns, IReadOnlyList<string>? Parts, IReadOnlyList<string> Except);
