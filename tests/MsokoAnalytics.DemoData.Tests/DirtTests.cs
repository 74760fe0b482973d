using System.Globalization;
using System.IO.Compression;
using System.Text;
using MsokoAnalytics.DemoData.Dirt;
using MsokoAnalytics.DemoData.Tests.Reading;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.DemoData.Tests;

/// <summary>Every listed piece of dirt is in the files, is of the kind it is said to be, and no kind is missing.</summary>
[Collection(DemoWorldTests.Name)]
public sealed class DirtTests(DemoWorld world)
{
    private readonly Dictionary<string, TruthRow> _files = world.Truth("files.csv").Rows.ToDictionary(f => f["file"], StringComparer.Ordinal);

    [Fact]
    public void Every_kind_of_dirt_occurs()
    {
        var met = world.Truth("dirt.csv").Rows.Select(d => d["kind"]).ToHashSet(StringComparer.Ordinal);
        foreach (var kind in Enum.GetNames<DirtKind>())
            Assert.Contains(string.Concat(kind.Select((c, i) => i > 0 && char.IsUpper(c) ? "_" + c : c.ToString())).ToLowerInvariant(), met);
    }

    [Fact]
    public void Dirt_of_cells_stands_in_its_cell()
    {
        var checkedCells = 0;
        foreach (var dirt in world.Truth("dirt.csv").Rows.Where(d => d.Int("column_no") > 0 && d["kind"] is not "declared_count" and not "personal_name" and not "sgo_hidden_mark"))
        {
            Assert.Equal(dirt["written"], SheetOf(dirt).Cell(dirt.Int("row_no"), dirt.Int("column_no")) ?? "");
            Assert.NotEqual(dirt["written"], dirt["truth"]);
            checkedCells++;
        }

        Assert.True(checkedCells > 5000);
    }

    [Fact]
    public void Broken_rows_are_broken_as_listed()
    {
        foreach (var dirt in world.Truth("dirt.csv").Rows)
        {
            var (row, column) = (dirt.Int("row_no"), dirt.Int("column_no"));
            switch (dirt["kind"])
            {
                case "total_mismatch":
                    var table = Table(dirt);
                    Assert.NotEqual(Number(table.Sheet, row, table.Total), Tasks(table, row));
                    break;
                case "score_above_max":
                    var header = Table(dirt).Header[column - 1];
                    // «балл за 7» and a-7-grade do not tell the maximum; the largest in use is 5.
                    var max = header.Contains('(', StringComparison.Ordinal) ? int.Parse(header[(header.LastIndexOf('(') + 1)..^2], CultureInfo.InvariantCulture) : 1;
                    Assert.True(Number(SheetOf(dirt), row, column) > max);
                    break;
                case "declared_count":
                    Assert.Contains(dirt["written"], SheetOf(dirt).Cell(row, column)!, StringComparison.Ordinal);
                    Assert.NotEqual(dirt["written"], dirt["truth"]);
                    break;
                case "blank_row":
                    Assert.True(SheetOf(dirt).IsBlank(row));
                    Assert.False(SheetOf(dirt).IsBlank(row + 1));
                    break;
                case "trailing_rows":
                    for (var r = row; r < row + 3; r++) Assert.True(SheetOf(dirt).IsBlank(r));
                    Assert.Equal(row + 2, SheetOf(dirt).Rows.Keys.Max());
                    break;
                case "sheet_name_cut":
                    Assert.Equal(31, SheetOf(dirt).Name.Length);
                    Assert.StartsWith(SheetOf(dirt).Name, dirt["truth"], StringComparison.Ordinal);
                    break;
                case "no_title":
                    Assert.Equal("Группы участников", SheetOf(dirt).Cell(1, 1));
                    break;
                case "no_break_space":
                    Assert.Contains('\u00A0', dirt["written"]);
                    break;
                case "personal_name":
                    Assert.Equal("Ученик: " + dirt["written"], SheetOf(dirt).Cell(row, column));
                    break;
                case "sgo_hidden_mark":
                    Assert.Equal(double.Parse(dirt["written"], CultureInfo.InvariantCulture), Number(SheetOf(dirt), row, column), 9);
                    break;
            }
        }
    }

    [Fact]
    public void A_first_issue_differs_from_its_correction_only_where_listed()
    {
        var first = _files.Values.Single(f => f["expected"] == "superseded");
        var corrected = _files.Values.Single(f => f["work_id"] == first["work_id"] && f["kind"] == "vpr_results" && f["expected"] == "loaded");
        var (a, b) = (world.Sheets(first["file"], first["format"]), world.Sheets(corrected["file"], corrected["format"]));
        var different = new SortedSet<int>();
        var sheet = new PupilTable(a, first["layout"]).SheetNumber - 1;
        foreach (var (row, cells) in a[sheet].Rows)
            if (!cells.SequenceEqual(b[sheet].Rows[row])) different.Add(row);
        var listed = world.Truth("dirt.csv").Rows.Where(d => d["kind"] == "reissued").Select(d => d.Int("row_no")).ToList();
        Assert.NotEmpty(listed);
        // A duplicate of a corrected pupil is corrected with it and is listed as a duplicate.
        var duplicates = world.Truth("dirt.csv").Rows.Where(d => d["file"] == first["file"] && d["kind"] == "duplicate_code").Select(d => d.Int("row_no"));
        Assert.Empty(different.Except(listed).Except(duplicates));
        Assert.Empty(listed.Except(different));
        Assert.True(File.GetLastWriteTimeUtc(world.DataPath(first["file"])) < File.GetLastWriteTimeUtc(world.DataPath(corrected["file"])));
    }

    [Fact]
    public void Unreadable_files_are_what_they_are_said_to_be()
    {
        byte[] Bytes(string kind) => File.ReadAllBytes(world.DataPath(world.Truth("dirt.csv").Rows.Single(d => d["kind"] == kind)["file"]));
        Assert.Empty(Bytes("empty_file"));
        var truncated = Bytes("truncated");
        Assert.Equal("PK"u8.ToArray(), truncated[..2]);
        Assert.Throws<InvalidDataException>(() => new ZipArchive(new MemoryStream(truncated)));
        var secret = Bytes("password_protected");
        Assert.Equal([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], secret[..8]);
        Assert.Contains("EncryptedPackage", Encoding.Unicode.GetString(secret), StringComparison.Ordinal);
        var copy = world.Truth("dirt.csv").Rows.Single(d => d["kind"] == "identical_copy");
        Assert.Equal(_files[copy["truth"]]["sha256"], _files[copy["file"]]["sha256"]);
        var renamed = world.Truth("dirt.csv").Rows.Single(d => d["kind"] == "csv_named_xlsx")["file"];
        Assert.EndsWith(".xlsx", renamed, StringComparison.Ordinal);
        Assert.NotEqual("PK"u8.ToArray(), File.ReadAllBytes(world.DataPath(renamed))[..2]);
    }

    [Fact]
    public void Files_without_context_are_named_in_a_manifest()
    {
        var manifests = _files.Values.Where(f => f["kind"] == "manifest").SelectMany(f =>
            new TruthTable(world.DataPath(f["file"])).Rows.Select(r => (File: $"{f["file"][..(f["file"].LastIndexOf('/') + 1)]}{r["файл"]}", Row: r))).ToDictionary(m => m.File, m => m.Row, StringComparer.Ordinal);
        Assert.All(manifests.Keys, file => Assert.True(_files.ContainsKey(file), file));
        var dirt = world.Truth("dirt.csv").Rows.Where(d => d["kind"] == "no_context").ToList();
        Assert.Equal(3, dirt.Count);
        foreach (var d in dirt)
        {
            var row = manifests[d["file"]];
            var work = _files[d["file"]]["work_id"].Split('-');
            Assert.Equal(work[1], row["год"]);
            Assert.Equal(work[2] == "spring" ? "весна" : "осень", row["волна"]);
            Assert.Equal(int.Parse(work[3], CultureInfo.InvariantCulture), row.Int("класс"));
            Assert.Equal("базовый", row["уровень"]);
            Assert.DoesNotContain(work[1], d["file"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Level_0_is_clean()
    {
        using var folder = new TempFolder();
        var summary = DemoGenerator.Generate(new DemoOptions { OutDir = folder.FullName, Schools = 8, Years = [2021, 2022, 2024], DirtLevel = 0 });
        var files = new TruthTable(Path.Combine(summary.TruthDir, "files.csv")).Rows;
        Assert.All(files, f => Assert.True(f["expected"] is "loaded" or "manifest"));
        // Excel itself cuts sheet names.
        Assert.All(new TruthTable(Path.Combine(summary.TruthDir, "dirt.csv")).Rows, d => Assert.Equal("sheet_name_cut", d["kind"]));
        Assert.Equal(new TruthTable(Path.Combine(summary.TruthDir, "dirt.csv")).Rows.Count, summary.Dirt);
    }

    private BookSheet SheetOf(TruthRow dirt) => world.Sheets(dirt["file"], _files[dirt["file"]]["format"])[dirt.Int("sheet_no") - 1];

    private PupilTable Table(TruthRow dirt) => new(world.Sheets(dirt["file"], _files[dirt["file"]]["format"]), _files[dirt["file"]]["layout"]);

    private static double Number(BookSheet sheet, int row, int column) => double.Parse(sheet.Cell(row, column)!, CultureInfo.InvariantCulture);

    private static int Tasks(PupilTable table, int row)
    {
        var last = table.AfterTasks > 0 ? table.AfterTasks : table.Header.Length + 1;
        return Enumerable.Range(table.FirstTask, last - table.FirstTask)
            .Sum(c => int.TryParse(table.Sheet.Cell(row, c), NumberStyles.None, CultureInfo.InvariantCulture, out var score) ? score : 0);
    }
}
