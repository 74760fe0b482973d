using System.Globalization;
using MsokoAnalytics.DemoData.Tests.Reading;
using Xunit;

namespace MsokoAnalytics.DemoData.Tests;

/// <summary>Every pupil file, read back cell by cell, is the truth plus exactly the listed dirt.</summary>
[Collection(DemoWorldTests.Name)]
public sealed class ReadBackTests(DemoWorld world)
{
    private readonly Dictionary<(string File, int Sheet, int Row, int Column), TruthRow> _dirt = world.Truth("dirt.csv").Rows
        .Where(d => d["row_no"] != "0")
        .ToDictionary(d => (d["file"], d.Int("sheet_no"), d.Int("row_no"), d.Int("column_no")));

    [Fact]
    public void Pupil_files_hold_the_truth_and_the_listed_dirt_and_nothing_else()
    {
        var met = new Dictionary<string, HashSet<(string School, string Code)>>(StringComparer.Ordinal);
        var rows = 0;
        foreach (var (file, sheets) in world.Books("vpr_results"))
        {
            var truth = Results(file["work_id"]);
            var table = new PupilTable(sheets, file["layout"]);
            var seen = new HashSet<(string School, string Code)>();
            foreach (var row in table.DataRows())
            {
                rows++;
                var school = table.Login > 0 ? table.Sheet.Cell(row, table.Login)![3..] : SchoolOfForm(file["file"]);
                var key = (school, table.Sheet.Cell(row, table.Code)!);
                if (Listed(file, table, row, 0, "duplicate_code"))
                {
                    Assert.Contains(key, seen);
                    continue;
                }

                Assert.True(seen.Add(key), $"{file["file"]}, row {row}: code twice, not listed");
                Compare(file, table, row, truth[key]);
            }

            if (file["expected"] == "superseded") continue;
            if (!met.TryGetValue(file["work_id"], out var all)) met.Add(file["work_id"], all = []);
            foreach (var key in seen) Assert.True(all.Add(key), $"{file["file"]}: {key} also in another file");
        }

        Assert.Equal(world.Summary.Works, met.Count);
        foreach (var (work, keys) in met) Assert.True(keys.SetEquals(Results(work).Keys), work);
        Assert.True(rows > 40_000);
    }

    [Fact]
    public void Sums_of_tasks_are_the_totals_in_the_truth()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(world.Summary.TruthDir, "results")))
            foreach (var row in world.Truth("results/" + Path.GetFileName(path)).Rows)
            {
                if (row["absent"] == "1") Assert.All(row.Tasks(), Assert.Empty);
                else Assert.Equal(row.Int("primary_score"), row.Tasks().Sum(t => t == "X" ? 0 : int.Parse(t, CultureInfo.InvariantCulture)));
            }
    }

    [Fact]
    public void Rows_are_counted_as_listed()
    {
        var sheets = world.Truth("sheets.csv").Rows.ToDictionary(s => (s["file"], s.Int("sheet_no")));
        foreach (var (file, book) in world.Books("vpr_results", "mark_statistics", "journal_comparison"))
        {
            for (var number = 1; number <= book.Count; number++)
            {
                var expected = sheets[(file["file"], number)];
                var rows = book[number - 1].Rows.Keys.ToList();
                if (file["format"] == "xlsx") Assert.Equal(expected["sheet_name"], book[number - 1].Name);
                Assert.Equal(
                    expected.Int("title_rows") + expected.Int("header_rows") + expected.Int("group_rows") + expected.Int("data_rows") + expected.Int("service_rows"),
                    rows.Count(r => !book[number - 1].IsBlank(r)));
                Assert.Equal(expected.Int("blank_rows"), rows.Count(book[number - 1].IsBlank));
            }

            if (file["kind"] != "vpr_results") continue;
            var table = new PupilTable(book, file["layout"]);
            var counted = sheets[(file["file"], table.SheetNumber)];
            var data = table.DataRows().ToList();
            Assert.Equal(counted.Int("data_rows"), data.Count);
            Assert.Equal(counted.Int("absent_rows"), data.Count(r => table.Sheet.Cell(r, table.FirstTask) is null && table.Sheet.Cell(r, table.FirstTask + 1) is null && table.Sheet.Cell(r, table.Total) is null or "0"));
            Assert.Equal(counted.Int("duplicate_rows"), data.Count(r => Listed(file, table, r, 0, "duplicate_code")));
        }
    }

    [Fact]
    public void Files_are_sealed_with_their_size_and_hash()
    {
        var listed = world.Truth("files.csv").Rows;
        Assert.Equal(
            Directory.EnumerateFiles(world.Summary.DataDir, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(world.Summary.DataDir, p)).Order(StringComparer.Ordinal),
            listed.Select(f => f["file"]).Order(StringComparer.Ordinal));
        Assert.Equal(world.Summary.Files, listed.Count);
        foreach (var file in listed)
        {
            var bytes = File.ReadAllBytes(world.DataPath(file["file"]));
            Assert.Equal(file.Int("bytes"), bytes.Length);
            Assert.Equal(file["sha256"], Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        }
    }

    private void Compare(TruthRow file, PupilTable table, int row, TruthRow truth)
    {
        var absent = truth["absent"] == "1";
        var reissued = Listed(file, table, row, 0, "reissued");
        var shifted = _dirt.TryGetValue((file["file"], table.SheetNumber, row, table.Journal), out var journalDirt) && journalDirt["kind"] == "column_shift";
        var tasks = truth.Tasks().ToList();
        for (var j = 0; j < tasks.Count; j++)
        {
            var task = reissued && DirtText(file, table, row, "written", j) is { } wrong ? wrong : tasks[j];
            Cell(file, table, row, table.FirstTask + j, task);
        }

        if (table.AfterTasks > 0) Assert.Equal(table.AfterTasks - table.FirstTask, tasks.Count);
        if (!reissued)
        {
            var total = table.Sheet.Cell(row, table.Total);
            if (absent) Assert.True(total is null or "0");
            else Cell(file, table, row, table.Total, truth["primary_score"]);
            if (table.Mark > 0) Cell(file, table, row, table.Mark, absent ? "" : truth["mark"]);
        }

        Cell(file, table, row, table.Journal, truth["journal_mark"] == "0" ? "нет отметки" : truth["journal_mark"]);
        if (!absent) Cell(file, table, row, table.Variant, truth["variant"]);
        if (table.Sex > 0 && !shifted) Cell(file, table, row, table.Sex, truth["sex"]);
        if (shifted) Assert.Null(table.Sheet.Cell(row, table.Class));
        else Cell(file, table, row, table.Class, Class(file["layout"], truth));
    }

    private static string Class(string layout, TruthRow truth) => layout switch
    {
        "vpr_f1_2024" or "vpr_collection_form" => truth["class_ordinal"],
        // «ВПР-2022-spring-07-МА-base»: the spring waves test the grade the pupils are in.
        "vpr_results_2022" => int.Parse(truth["work_id"].Split('-')[3], CultureInfo.InvariantCulture) + truth["class_label"],
        _ => truth["class_label"],
    };

    /// <summary>A cell holds the true text, or the listed dirt whose truth is that text.</summary>
    private void Cell(TruthRow file, PupilTable table, int row, int column, string truth)
    {
        var actual = table.Sheet.Cell(row, column) ?? "";
        if (_dirt.TryGetValue((file["file"], table.SheetNumber, row, column), out var dirt))
        {
            Assert.Equal(truth, dirt["truth"]);
            Assert.Equal(dirt["written"], actual);
            Assert.NotEqual(truth, actual);
        }
        else if (truth != actual)
        {
            Assert.Fail($"{file["file"]}, row {row}, column {column}: «{actual}», truth «{truth}», not listed");
        }
    }

    /// <summary>The wrong score of task <paramref name="task"/> in a first issue, or null when another task is wrong.</summary>
    private string? DirtText(TruthRow file, PupilTable table, int row, string column, int task)
    {
        var text = _dirt[(file["file"], table.SheetNumber, row, 0)][column].Split(' ', ':');
        return int.Parse(text[1], CultureInfo.InvariantCulture) == task + 1 ? text[^1] : null;
    }

    private bool Listed(TruthRow file, PupilTable table, int row, int column, string kind) =>
        _dirt.TryGetValue((file["file"], table.SheetNumber, row, column), out var dirt) && dirt["kind"] == kind;

    private string SchoolOfForm(string path)
    {
        var folder = Path.GetFileName(Path.GetDirectoryName(path))!;
        if (folder.StartsWith("edu", StringComparison.Ordinal)) return folder[3..];
        var manifest = new TruthTable(world.DataPath(Path.Combine(Path.GetDirectoryName(path)!, "manifest.csv")));
        return manifest.Rows.Single(r => r["файл"] == Path.GetFileName(path))["школа"][3..];
    }

    private Dictionary<(string School, string Code), TruthRow> Results(string work) =>
        world.Truth($"results/{work}.csv").Rows.ToDictionary(r => (r["school_id"], r["participant_code"]));
}
