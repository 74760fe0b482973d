namespace MsokoAnalytics.Intake.Layouts;

/// <summary>How one form of file is recognised and read; a YAML file under <c>sources/&lt;source&gt;/layouts</c>.</summary>
public sealed class Layout
{
    /// <summary>Stable identifier, kept with every loaded sheet.</summary>
    public string Id { get; set; } = "";

    /// <summary>Which SQL of <c>sources/&lt;source&gt;/kinds</c> types the rows; <c>auxiliary</c> for sheets that hold no data of ours.</summary>
    public string Kind { get; set; } = "";

    /// <summary>What the form is called, for the user.</summary>
    public string Title { get; set; } = "";

    /// <summary>When the same pupils of a school come in several forms, the higher priority wins.</summary>
    public int Priority { get; set; }

    /// <summary>Assessment procedure of the form.</summary>
    public string Procedure { get; set; } = "ВПР";

    /// <summary>Regular expression on the sheet's name; only for auxiliary sheets and forms that need it.</summary>
    public string? SheetName { get; set; }

    /// <summary>Regular expression that the sheet's name or a row above the header must match; for forms whose columns alone say too little.</summary>
    public string? Heading { get; set; }

    /// <summary>Columns with one meaning each.</summary>
    public List<LayoutColumn> Columns { get; set; } = [];

    /// <summary>Task score columns, or null when the form has none.</summary>
    public LayoutTasks? Tasks { get; set; }

    /// <summary>Attributes of the work that the form itself fixes when nothing else names them, such as <c>wave: autumn</c>.</summary>
    public Dictionary<string, string> Defaults { get; set; } = [];

    /// <summary>Attributes that the work of this form must have: year, grade, subject by default.</summary>
    public List<string> Needs { get; set; } = ["year", "grade", "subject"];

    /// <summary>Block form (a report per pupil one under another); null for plain tables.</summary>
    public LayoutBlocks? Blocks { get; set; }

    /// <summary>Table of staging that the rows of a simple table go to; null when the kind has SQL of its own.</summary>
    public string? Target { get; set; }

    /// <summary>Keys, sums and titles of a simple table.</summary>
    public LayoutTable Table { get; set; } = new();

    /// <summary>How a sheet that holds several tables one under another is divided; null for a sheet of one table.</summary>
    public LayoutSections? Sections { get; set; }

    /// <summary>Whether headers are merged over several columns: a cell may then stand in any column up to the next header.</summary>
    public bool Merged { get; set; }

    /// <summary>Field that every row of a person has as a number (the school's code); only for forms with identity columns.</summary>
    public string? Anchor { get; set; }

    /// <summary>Whether rows name persons, by columns that are dropped at the reader; such rows are joined within one load and kept guarded.</summary>
    public bool HasPersons => Anchor is not null;

    /// <summary>Folder of the source the layout belongs to, set by the library.</summary>
    public string Source { get; set; } = "";

    public override string ToString() => Id;
}

/// <summary>One column of a layout.</summary>
public sealed class LayoutColumn
{
    /// <summary>Name that the kind's SQL uses; <c>_</c> for columns that are known and not needed.</summary>
    public string Field { get; set; } = "_";

    /// <summary>Header texts as they occur; compared after normalising blanks, letter case and «ё». A text starting with «~» is a regular expression.</summary>
    public List<string> Headers { get; set; } = [];

    /// <summary>What messages call the column; needed where every header is a regular expression.</summary>
    public string? Title { get; set; }

    /// <summary>Whether a sheet without this column is not of this form.</summary>
    public bool Required { get; set; }

    /// <summary>How the cells of a simple table are read; see <see cref="FieldTypes"/>.</summary>
    public string Type { get; set; } = FieldTypes.Text;

    /// <summary>Whether a row without a readable value here is rejected; otherwise the cell alone is set aside. As <see cref="Required"/> unless said.</summary>
    public bool? Filled { get; set; }

    /// <summary>What a cell may be, by the name of a shape in <c>sources/privacy.yml</c>; what is of another shape and looks personal is not kept. A simple table has the shapes of its types.</summary>
    public string? Shape { get; set; }

    /// <summary>Least and greatest value of a number.</summary>
    public double? Min { get; set; }

    /// <inheritdoc cref="Min"/>
    public double? Max { get; set; }

    /// <summary>What an empty cell means, as text: «0» in a table of counts.</summary>
    public string? WhenEmpty { get; set; }

    /// <summary>Values of an <c>enum</c>: code → spellings; a spelling that starts with «~» is a regular expression.</summary>
    public Dictionary<string, List<string>> Values { get; set; } = [];

    /// <summary>System of the ids in a column of type <c>school</c>.</summary>
    public string System { get; set; } = "фисоко";

    /// <summary>Rule that tells an unreadable cell, instead of the general one of the type.</summary>
    public string? Rule { get; set; }

    /// <summary>
    /// What the column says of the person: <c>name</c>, <c>document</c>, <c>code</c>; <c>private</c> for what is only dropped. Such a column is
    /// dropped at the reader; the first three join the rows of a person within one load.
    /// </summary>
    public string? Identity { get; set; }

    /// <summary>In a form with persons: a regular expression on cells with words that are kept; without it no cell with a word is.</summary>
    public string? Keep { get; set; }

    /// <summary>Words that are kept, by the name of a vocabulary; beside <see cref="Keep"/> what its group <c>word</c> matches must be one of them.</summary>
    public string? KeepVocabulary { get; set; }
}

/// <summary>A sheet of several tables: a title row starts the next one.</summary>
public sealed class LayoutSections
{
    /// <summary>Regular expressions on the text of a title row.</summary>
    public List<string> Titles { get; set; } = [];
}

/// <summary>How task score columns are found.</summary>
public sealed class LayoutTasks
{
    /// <summary>Regular expression on the header with groups <c>n</c>, optional <c>sub</c> and <c>max</c>.</summary>
    public string Header { get; set; } = "";

    /// <summary>Least number of task columns.</summary>
    public int AtLeast { get; set; } = 1;

    /// <summary>
    /// Whether the form has a fixed number of numbered columns of which a work uses only the first ones, and where a column of text
    /// (the textbook) may stand among them: columns without a single score are then not tasks.
    /// </summary>
    public bool Sparse { get; set; }
}

/// <summary>Markers of a block form; see <c>Blocks/</c>.</summary>
public sealed class LayoutBlocks
{
    /// <summary>Which reader understands the block: <c>sgo_progress</c>, <c>sgo_report_card</c> or <c>class_summary</c>.</summary>
    public string Reader { get; set; } = "";

    /// <summary>Text that the sheet's heading must contain.</summary>
    public string Heading { get; set; } = "";

    /// <summary>Regular expressions of the label rows: <c>year</c>, <c>class</c>, <c>period</c>, <c>period_name</c>, <c>pupil</c> (its value is never kept).</summary>
    public Dictionary<string, string> Labels { get; set; } = [];

    /// <summary>Header texts of named columns; of a class summary regular expressions.</summary>
    public Dictionary<string, string> Columns { get; set; } = [];

    /// <summary>First cells of legend rows under a block.</summary>
    public List<string> Legend { get; set; } = [];
}
