namespace MsokoAnalytics.Intake.Layouts;

/// <summary>
/// What a layout says of a simple table: one header row, typed fields, a row of staging for every row of data. With it a new source
/// needs no SQL of its own: <see cref="Layout.Target"/> names the table, the columns' <see cref="LayoutColumn.Type"/> say how cells are read.
/// </summary>
public sealed class LayoutTable
{
    /// <summary>Fields that together name a row of the sheet: of rows with the same values the first counts, the others are rejected.</summary>
    public List<string> Unique { get; set; } = [];

    /// <summary>Fields that say what the sheet is about: a file of the same name with the same values is a reissue.</summary>
    public List<string> Matter { get; set; } = [];

    /// <summary>Totals that must be the sum of their parts; a row where they differ is loaded and told.</summary>
    public List<LayoutSum> Sums { get; set; } = [];

    /// <summary>Values that stand in the rows above the header.</summary>
    public List<LayoutTitle> Titles { get; set; } = [];

    /// <summary>Values that the form itself fixes: field → text.</summary>
    public Dictionary<string, string> Constants { get; set; } = [];

    /// <summary>Whether a row may speak of no school (of a municipality as a whole).</summary>
    public bool SchoolOptional { get; set; }

    /// <summary>Fields that hold a value that a table of this kind must have at least one of; a row without any is rejected.</summary>
    public List<string> AnyOf { get; set; } = [];
}

/// <summary>A total and its parts, all fields of type count.</summary>
public sealed class LayoutSum
{
    public string Total { get; set; } = "";

    public List<string> Parts { get; set; } = [];
}

/// <summary>A field whose value stands in a row above the header.</summary>
public sealed class LayoutTitle
{
    public string Field { get; set; } = "";

    /// <summary>How the text is read, as of a column.</summary>
    public string Type { get; set; } = FieldTypes.Text;

    /// <summary>Regular expressions with a group <c>v</c>; the first row and expression that match give the value.</summary>
    public List<string> Patterns { get; set; } = [];

    /// <summary>What the value is called, for the message when it is missing.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whether a sheet without it cannot be loaded.</summary>
    public bool Filled { get; set; }
}

/// <summary>Names of the types of fields.</summary>
public static class FieldTypes
{
    public const string Text = "text";
    public const string Count = "count";
    public const string Number = "number";
    public const string Percent = "percent";
    public const string Year = "year";
    public const string AcademicYear = "academic_year";
    public const string Grade = "grade";
    public const string Date = "date";
    public const string Flag = "flag";
    public const string Mark = "mark";
    public const string ClassLabel = "class";
    public const string Subject = "subject";
    public const string Enum = "enum";
    public const string School = "school";
    public const string SchoolName = "school_name";
    public const string Municipality = "municipality";

    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        Text, Count, Number, Percent, Year, AcademicYear, Grade, Date, Flag, Mark, ClassLabel, Subject, Enum, School, SchoolName, Municipality,
    };

    /// <summary>Systems of school ids, as in <c>core.map_school_external</c>.</summary>
    public static IReadOnlySet<string> SchoolSystems { get; } = new HashSet<string>(["фисоко", "огэ", "егэ", "инн", "огрн", "сго"], StringComparer.Ordinal);
}
