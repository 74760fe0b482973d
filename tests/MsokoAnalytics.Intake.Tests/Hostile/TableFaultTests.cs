using System.Text;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Hostile;

/// <summary>
/// Every plain form with every fault that files of schools are seen to have, one at a time. Whatever the fault: nothing throws, good + rejected + no data = read
/// (<see cref="LoadInvariants"/>), and a message in Russian names the place and what to do.
/// </summary>
public sealed class TableFaultTests(TableFaultTests.World world) : IClassFixture<TableFaultTests.World>
{
    /// <summary>Columns that may hold any text: a wrong one cannot be told.</summary>
    private static bool IsFigure(LayoutSheet sheet, LayoutColumn column) => column.Field != "_" && (sheet.Layout.Target is not null
        ? column.Type is FieldTypes.Count or FieldTypes.Number or FieldTypes.Percent or FieldTypes.Mark or FieldTypes.Year or FieldTypes.Grade or FieldTypes.Flag
        : column.Field is "total_raw" or "mark_raw" or "primary_raw" or "test_raw" or "n_participants" or "n_total" or "lowered_n" or "confirmed_n" or "raised_n" or "pct2" or "pct3" or "pct4" or "pct5"
            or "lowered_pct" or "confirmed_pct" or "raised_pct" or "n2_raw" or "n3_raw" or "n4_raw" or "n5_raw");

    private static IEnumerable<int> Figures(LayoutSheet sheet) => Enumerable.Range(0, sheet.Columns.Count).Where(c => IsFigure(sheet, sheet.Columns[c]));

    private static int[] Required(LayoutSheet sheet) => [.. Enumerable.Range(0, sheet.Columns.Count).Where(c => sheet.Columns[c].Required)];

    private static byte[] Xlsx(LayoutSheet sheet, IEnumerable<object?[]> table) => Book.Of(sheet.SheetName, [.. table]);

    private static object?[] With(object?[] row, int column, object? value)
    {
        row[column] = value;
        return row;
    }

    /// <summary>Forms with a column of figures, each row of which stands for itself.</summary>
    public static TheoryData<string> WithFigures => [.. LayoutSheet.All.Where(s => s.Layout.Id != Grouped && Figures(s).Any()).Select(s => s.Layout.Id)];

    /// <summary>Forms whose rows stand for themselves: in the long comparison five rows are one group (<c>AggregateFormTests</c>).</summary>
    public static TheoryData<string> ByRow => [.. LayoutSheet.All.Where(s => s.Layout.Id != Grouped).Select(s => s.Layout.Id)];

    private const string Grouped = "fisoko_journal_long";

    /// <summary>A row of nothing but small numbers: one that slipped to the left looks like another pupil.</summary>
    private const string NumbersOnly = "vpr_collection_form";
    private static readonly (string Fault, object Value)[] CellFaults =
        [("text", "много"), ("negative", -5), ("large", 999_999_999_999d), ("date", new DateOnly(2014, 2, 10)), ("formula", "=cmd|' /C calc'!A0"), ("broken", new ExcelError("#REF!"))];

    /// <summary>All forms with all faults in one folder, loaded once.</summary>
    public sealed class World : IDisposable
    {
        private readonly IntakeRun _run = new();
        private readonly Dictionary<string, FileAccount> _files;
        private readonly ILookup<string, int> _told;

        public World()
        {
            foreach (var sheet in LayoutSheet.All)
            foreach (var (fault, content, extension) in FilesOf(sheet))
                _run.Folder.WriteBytes($"{sheet.Layout.Id}/{fault}/{sheet.Path(extension)}", content);
            _files = _run.Load().Files.ToDictionary(f => string.Join('/', f.Path.Split('/')[..2]), StringComparer.Ordinal);
            _told = _run.Rows("SELECT path, row_no FROM rejects.reject JOIN ops.source_file USING (file_key)").Select(r => r.Split(" | ")).ToLookup(r => string.Join('/', r[0].Split('/')[..2]), r => int.Parse(r[1], System.Globalization.CultureInfo.InvariantCulture));
        }

        internal View Of(string id) => new(LayoutSheet.Of(id), this);

        internal sealed class View(LayoutSheet sheet, World world)
        {
            public LayoutSheet Sheet { get; } = sheet;

            public FileAccount File(string fault) => world._files[$"{Sheet.Layout.Id}/{fault}"];

            /// <summary>Rows (1-based, of the file) of which something is told.</summary>
            public IReadOnlySet<int> Told(string fault) => world._told[$"{Sheet.Layout.Id}/{fault}"].ToHashSet();

            /// <summary>A refused file says what is wrong with it and what to do, in Russian.</summary>
            public FileAccount Refused(string fault)
            {
                var file = File(fault);
                Assert.True(file.Status is FileStatus.Failed or FileStatus.Unrecognised, $"{Sheet.Layout.Id}, {fault}: {file.Status}");
                Assert.True(IsRussian(file.Problem) && IsRussian(file.Advice), $"{Sheet.Layout.Id}, {fault}: «{file.Problem}», «{file.Advice}»");
                return file;
            }
        }

        public void Dispose() => _run.Dispose();

        private static bool IsRussian(string? text) => text is not null && text.Count(c => c is >= 'а' and <= 'я') >= 4;
    }

    private static IEnumerable<(string Fault, byte[] Content, string Extension)> FilesOf(LayoutSheet sheet)
    {
        var good = sheet.Table([sheet.Row(1), sheet.Row(2), sheet.Row(3)]);
        yield return ("good", Xlsx(sheet, good), "xlsx");
        foreach (var c in Required(sheet))
        {
            var table = sheet.Table([sheet.Row(1), sheet.Row(2)]);
            yield return ($"missing{c}", Xlsx(sheet, table.Select(r => r.Length == sheet.Headers.Count ? [.. r[..c], .. r[(c + 1)..]] : r)), "xlsx");
            table[sheet.HeaderRow - 1][c] = "Нечто иное";
            yield return ($"renamed{c}", Xlsx(sheet, table), "xlsx");
        }

        var figures = Figures(sheet).ToArray();
        if (figures.Length > 0)
            foreach (var (fault, value) in CellFaults)
                yield return (fault, Xlsx(sheet, sheet.Table([sheet.Row(1), .. figures.Select((c, i) => With(sheet.Row(i + 2), c, value)), sheet.Row(figures.Length + 2)])), "xlsx");

        yield return ("shift", Xlsx(sheet, sheet.Table([sheet.Row(1), sheet.Row(2), [null, .. sheet.Row(3)], sheet.Row(4)[1..], sheet.Row(5)])), "xlsx");
        yield return ("twice", Xlsx(sheet, sheet.Table([sheet.Row(1), sheet.Row(2), sheet.Row(2), sheet.Row(3)])), "xlsx");
        yield return ("total", Xlsx(sheet, sheet.Table([sheet.Row(1), sheet.Row(2), With([.. sheet.Row(3).Select(c => c is int ? c : null)], TextColumn(sheet), "Итого"), [null, "Всего по муниципалитету"], sheet.Row(3)])), "xlsx");
        // Neither an id nor the name of a school.
        if (SchoolColumn(sheet) is { } school) yield return ("school", Xlsx(sheet, sheet.Table([sheet.Row(1), sheet.Row(2), With(sheet.Row(3), school, "школа на горке"), sheet.Row(4)])), "xlsx");
        if (YearColumn(sheet) is { } year) yield return ("year", Xlsx(sheet, sheet.Table([sheet.Row(1), With(sheet.Row(2), year, sheet.Columns[year].Type == FieldTypes.Year ? 1850 : "2020/25"), sheet.Row(3)])), "xlsx");

        yield return ("empty", [], "xlsx");
        yield return ("blank", Xlsx(sheet, [[null, " "], []]), "xlsx");
        yield return ("header", Xlsx(sheet, sheet.Table([])), "xlsx");
        yield return ("cut", Xlsx(sheet, good)[..^200], "xlsx");
        yield return ("utf16", TextTable.ToBytes(good, encoding: "utf-16be"), "csv");
        yield return ("cp866", Encoding.GetEncoding(866).GetBytes(TextTable.Text(good, ';')), "csv");
        yield return ("quote", TextTable.Encode(TextTable.Text(good, ';') + "\"открыта;и не закрыта\r\n", "utf-8"), "csv");
        yield return ("nul", TextTable.Encode(TextTable.Text(good, ';').Replace("\r\n", "\0\r\n", StringComparison.Ordinal), "utf-8"), "csv");
        yield return ("wide", Xlsx(sheet, sheet.Table([sheet.Row(1)]).Select((r, i) => i == sheet.HeaderRow - 1 ? [.. r, .. Enumerable.Range(0, 200).Select(n => (object?)$"Лишний {n}")] : r)), "xlsx");
        yield return ("long", Xlsx(sheet, sheet.Table([sheet.Row(1), With(sheet.Row(2), TextColumn(sheet), new string('ы', 500_000)), sheet.Row(3)])), "xlsx");
        yield return ("blanks", TextTable.Encode(TextTable.Text(good, ';') + string.Concat(Enumerable.Repeat(new string(';', sheet.Headers.Count - 1) + "\r\n", 5_000)), "utf-8"), "csv");
        var merged = new XlsxFile();
        merged.Sheet(sheet.SheetName).Row("Сводные сведения", null).Merge("A1:B1").Rows(good).Merge($"A{good.Length + 1}:A{good.Length + 2}");
        yield return ("merged", merged.ToBytes(), "xlsx");
        var two = new XlsxFile();
        two.Sheet(sheet.SheetName).Rows(good).Blank().Row();
        two.Sheet("Заметки").Rows([["не забыть", "позвонить"], ["сводка", "готова"]]);
        yield return ("two", two.ToBytes(), "xlsx");
    }

    /// <summary>The column that names the school of a row; the protocol of 2022 names it twice, so one wrong cell hides nothing.</summary>
    private static int? SchoolColumn(LayoutSheet sheet) => sheet.Layout.Id == "vpr_2022" ? null
        : Enumerable.Range(0, sheet.Columns.Count).Where(c => sheet.Columns[c].Field is "login_raw" or "school_raw" or "school_login" && (sheet.Columns[c].Required || sheet.Layout.Target is not null)).Cast<int?>().FirstOrDefault();

    private static int? YearColumn(LayoutSheet sheet) =>
        Enumerable.Range(0, sheet.Columns.Count).Where(c => sheet.Columns[c].Type is FieldTypes.Year or FieldTypes.AcademicYear || sheet.Columns[c].Field == "year_raw").Cast<int?>().FirstOrDefault();

    [Theory, MemberData(nameof(LayoutSheet.Ids), MemberType = typeof(LayoutSheet))]
    public void A_missing_or_renamed_column_is_named_with_its_sheet_and_row(string id)
    {
        var load = world.Of(id);
        var sheet = load.Sheet;
        foreach (var c in Required(sheet))
        foreach (var fault in (string[])[$"missing{c}", $"renamed{c}"])
        {
            // Without the column that tells forms apart a table may be another form, whose message or rows are as good.
            var file = load.File(fault);
            if (file.Status == FileStatus.Loaded && Assert.Single(file.Sheets).LayoutId != id) continue;
            // Two lists of appeals without the column in which they differ are one file.
            if (file.Status == FileStatus.Copy) continue;
            var problem = Assert.Single(load.Refused(fault).Sheets).Problem!;
            Assert.True(problem.StartsWith($"похоже на «{sheet.Layout.Title}» (строка {sheet.HeaderRow}); не хватает столбцов: ", StringComparison.Ordinal)
                ? problem.Contains($"«{HeaderName(sheet, c)}»", StringComparison.Ordinal)
                // Nearer to a form with the same columns: it names its own.
                : problem.StartsWith("похоже на «", StringComparison.Ordinal) && problem.Contains("; ", StringComparison.Ordinal), $"{id}, {fault}: {problem}");
            Assert.Contains("найдены: «", problem, StringComparison.Ordinal);
            if (fault[0] == 'r') Assert.Contains("незнакомые столбцы: ", problem, StringComparison.Ordinal);
            Assert.Contains("сверьте заголовки", file.Advice, StringComparison.Ordinal);
        }
    }

    /// <summary>A message calls a column by the first plain header of its layout.</summary>
    private static string HeaderName(LayoutSheet sheet, int column) => sheet.Columns[column].Title ?? sheet.Columns[column].Headers.First(h => !h.StartsWith('~'));

    [Theory, MemberData(nameof(WithFigures))]
    public void A_wrong_cell_is_told_at_its_row_and_harms_no_other(string id)
    {
        var load = world.Of(id);
        var sheet = load.Sheet;
        var figures = Figures(sheet).ToArray();
        foreach (var (fault, _) in CellFaults.Where(f => f.Fault != "broken"))
        {
            var told = load.Told(fault);
            for (var i = 0; i < figures.Length; i++)
            {
                // A negative number of what may be negative, a huge amount: nothing is wrong with it.
                if (sheet.Columns[figures[i]] is { Type: FieldTypes.Number, Min: null, Max: null } && fault is "negative" or "large") continue;
                if (sheet.Columns[figures[i]] is { Type: FieldTypes.Number, Max: null } && fault == "large" && sheet.Columns[figures[i]].Shape == "amount") continue;
                Assert.True(told.Contains(sheet.HeaderRow + 2 + i), $"{id}, {fault} in «{sheet.Headers[figures[i]]}» (row {sheet.HeaderRow + 2 + i}): nothing is told");
            }

            Assert.DoesNotContain(sheet.HeaderRow + 1, told);
            Assert.True(load.File(fault).Loaded >= 1, $"{id}, {fault}: the good rows are not loaded");
        }

        // The reader gives a broken formula as an empty cell; the rest of the row counts on.
        Assert.Equal(FileStatus.Loaded, load.File("broken").Status);
    }

    [Theory, MemberData(nameof(ByRow))]
    public void A_wrong_row_is_rejected_or_told(string id)
    {
        var load = world.Of(id);
        var sheet = load.Sheet;
        var good = load.File("good").Loaded;
        Assert.True(good >= 1 && load.Told("good").Count == 0, $"{id}: {good} rows loaded, {load.Told("good").Count} told");
        var first = sheet.HeaderRow + 1;
        Assert.True(load.Told("shift").Contains(first + 2) || IsNoData(load, "shift"), $"{id}: a row shifted to the right is not told");
        Assert.True(load.Told("shift").Contains(first + 3) || IsNoData(load, "shift") || sheet.Columns[0].Field == "_" || !sheet.Columns[0].Required || id == NumbersOnly, $"{id}: a row shifted to the left is not told");
        Assert.DoesNotContain(first, load.Told("shift"));
        // Protocols of persons may have two equal rows; every other form has one row for one thing.
        var mayRepeat = sheet.Layout.Table.Unique.Count == 0 && sheet.Layout.Target is not null || sheet.Layout.Kind is "gia_result" or "vpr_journal_comparison" or "vpr_journal_comparison_long" or "vpr_mark_statistics" or "registry_relation" or "registry_match" or "correction" || id == "journal_counts";
        Assert.True(mayRepeat || load.Told("twice").Contains(first + 2), $"{id}: a repeated row is not told");
        Assert.True(load.File("total").Loaded <= good, $"{id}: a row of totals is loaded");
        if (SchoolColumn(sheet) is not null) Assert.True(load.Told("school").Contains(first + 2), $"{id}: an unknown school is not told");
        if (YearColumn(sheet) is not null) Assert.True(load.Told("year").Contains(first + 1), $"{id}: an impossible year is not told");
    }

    private static bool IsNoData(World.View load, string fault) => load.File(fault).NonData > load.Sheet.HeaderRow;

    private static int TextColumn(LayoutSheet sheet) =>
        Enumerable.Range(0, sheet.Columns.Count).FirstOrDefault(c => sheet.Columns[c].Field is "school_name" or "login_raw" or "scope_raw" or "school_raw" or "name" or "name_raw" or "subject");

    [Theory, MemberData(nameof(LayoutSheet.Ids), MemberType = typeof(LayoutSheet))]
    public void A_wrong_file_is_told_and_a_strange_one_is_read(string id)
    {
        var load = world.Of(id);
        var sheet = load.Sheet;
        var loaded = load.File("good").Loaded;
        foreach (var fault in (string[])["cut", "wide"]) load.Refused(fault);
        // Latin headers are the same in any encoding.
        if (id != "vpr_2020") load.Refused("cp866");
        // Equal for all forms, so told once and known as copies after that.
        foreach (var fault in (string[])["empty", "blank"]) Assert.Equal(0, load.File(fault).Loaded);
        // Where few columns prove the header, unknown ones are told by their number.
        Assert.Matches("незнакомые столбцы: («Лишний 0», «Лишний 1»|[0-9]+-й)", load.File("wide").Problem);
        Assert.Contains("и ещё 192", load.File("wide").Problem, StringComparison.Ordinal);
        Assert.Contains($"(строка {sheet.HeaderRow})", load.File("wide").Problem, StringComparison.Ordinal);
        Assert.Equal((FileStatus.Loaded, 0), (load.File("header").Status, load.File("header").Loaded));
        foreach (var fault in (string[])["utf16", "blanks", "merged"])
            Assert.True(load.File(fault) is { Status: FileStatus.Loaded } same && same.Loaded == loaded, $"{id}, {fault}: {load.File(fault).Status}, {load.File(fault).Loaded} of {loaded}, {load.File(fault).Problem}");
        foreach (var fault in (string[])["quote", "long", "nul"])
            if (load.File(fault).Read == 0) load.Refused(fault);
        Assert.Equal((FileStatus.Loaded, loaded, 2, "sheet.unrecognised"), (load.File("two").Status, load.File("two").Loaded, load.File("two").Rejected, load.File("two").ProblemRule));
        Assert.Contains("форма не распознана", load.File("two").Sheets[1].Problem, StringComparison.Ordinal);
    }
}
