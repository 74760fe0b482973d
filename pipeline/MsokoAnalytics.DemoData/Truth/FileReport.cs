using MsokoAnalytics.DemoData.Dirt;

namespace MsokoAnalytics.DemoData.Truth;

/// <summary>What a row of a file is.</summary>
internal enum RowClass
{
    Title,
    Header,
    Group,
    Data,
    Blank,

    /// <summary>A row of a service sheet («Классы», «Служебный»).</summary>
    Service,
}

/// <summary>Rows of one sheet by class.</summary>
internal sealed class SheetReport(int number, string name)
{
    private readonly int[] _rows = new int[Enum.GetValues<RowClass>().Length];

    public int Number => number;

    public string Name => name;

    /// <summary>Data rows of absent pupils.</summary>
    public int Absent { get; set; }

    /// <summary>Data rows with a code used before in the school.</summary>
    public int Duplicates { get; set; }

    public int Rows(RowClass rowClass) => _rows[(int)rowClass];

    public void Add(RowClass rowClass, int rows = 1) => _rows[(int)rowClass] += rows;
}

/// <summary>What a written file holds and how it should be met.</summary>
internal sealed class FileReport
{
    /// <summary>Relative to the data folder, with slashes.</summary>
    public required string Path { get; init; }

    /// <summary>«vpr_results», «mark_statistics», …</summary>
    public required string Kind { get; init; }

    public required string Layout { get; init; }

    public string WorkId { get; init; } = "";

    /// <summary>«xlsx» or a CSV dialect.</summary>
    public required string Format { get; init; }

    /// <summary>
    /// <c>loaded</c>, <c>superseded</c> (a later re-issue replaces it), <c>duplicate</c> (same bytes as another file), <c>failed</c>
    /// (cannot be read) or <c>manifest</c>.
    /// </summary>
    public string Expected { get; set; } = "loaded";

    public long Cells { get; set; }

    public List<SheetReport> Sheets { get; } = [];

    public List<PlantedDirt> Dirt { get; } = [];

    public SheetReport Sheet => Sheets[^1];
}
