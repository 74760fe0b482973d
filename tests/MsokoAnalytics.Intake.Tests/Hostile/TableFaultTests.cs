using System.Text;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Hostile;

/// <summary>
/// Every plain form with every fault that files of schools are seen to have, one at a time. Whatever the fault: nothing throws, good + rejected + no data = read
/// (<see cref="LoadInvariants"/>), and a message in Russian names the place and what to do.
/// </summary>
public sealed class TableFaultTests
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

    private sealed class Load(string id) : IDisposable
    {
        private readonly IntakeRun _run = new();
        private LoadReport? _report;
        private ILookup<string, (int Row, string Severity, string Rule)>? _rejects;

        public LayoutSheet Sheet { get; } = LayoutSheet.Of(id);

        public LoadReport Report => _report ??= _run.Load();

        public void Add(string fault, byte[] content, string extension = "xlsx") => _run.Folder.WriteBytes($"{fault}/{Sheet.Path(extension)}", content);

        public FileAccount File(string fault) => Report.Files.Single(f => f.Path.StartsWith(fault + "/", StringComparison.Ordinal));

        /// <summary>Rows (1-based, of the file) of which something is told.</summary>
        public IReadOnlySet<int> Told(string fault)
        {
            _ = Report;
            _rejects ??= _run.Rows("SELECT path, row_no, severity, rule FROM rejects.reject JOIN ops.source_file USING (file_key)").Select(r => r.Split(" | ")).ToLookup(r => r[0], r => (int.Parse(r[1], System.Globalization.CultureInfo.InvariantCulture), r[2], r[3]));
            return _rejects[File(fault).Path].Select(r => r.Row).ToHashSet();
        }

        /// <summary>A refused file says what is wrong with it and what to do, in Russian.</summary>
        public FileAccount Refused(string fault)
        {
            var file = File(fault);
            Assert.True(file.Status is FileStatus.Failed or FileStatus.Unrecognised, $"{Sheet.Layout.Id}, {fault}: {file.Status}");
            Assert.True(IsRussian(file.Problem) && IsRussian(file.Advice), $"{Sheet.Layout.Id}, {fault}: «{file.Problem}», «{file.Advice}»");
            return file;
        }

        public string Text(string sql) => _run.Scalar(sql);

        public void Dispose() => _run.Dispose();

        private static bool IsRussian(string? text) => text is not null && text.Count(c => c is >= 'а' and <= 'я') > 8;
    }

    [Theory, MemberData(nameof(LayoutSheet.Ids), MemberType = typeof(LayoutSheet))]
    public void A_missing_or_renamed_column_is_named_with_its_sheet_and_row(string id)
    {
        using var load = new Load(id);
        var sheet = load.Sheet;
        foreach (var c in Required(sheet))
        {
            var table = sheet.Table([sheet.Row(1), sheet.Row(2)]);
            load.Add($"missing{c}", Xlsx(sheet, table.Select(r => r.Length == sheet.Headers.Count ? [.. r[..c], .. r[(c + 1)..]] : r)));
            table = sheet.Table([sheet.Row(1), sheet.Row(2)]);
            table[sheet.HeaderRow - 1][c] = "Нечто иное";
            load.Add($"renamed{c}", Xlsx(sheet, table));
        }

        foreach (var c in Required(sheet))
        foreach (var fault in (string[])[$"missing{c}", $"renamed{c}"])
        {
            // Without the column that tells forms apart a table may be another form, whose message or rows are as good.
            var file = load.File(fault);
            if (file.Status == FileStatus.Loaded && Assert.Single(file.Sheets).LayoutId != id) continue;
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

    [Theory, MemberData(nameof(LayoutSheet.Ids), MemberType = typeof(LayoutSheet))]
    public void A_wrong_cell_is_told_at_its_row_and_harms_no_other(string id)
    {
        using var load = new Load(id);
        var sheet = load.Sheet;
        var figures = Figures(sheet).ToArray();
        (string Fault, object Value)[] faults = [("text", "много"), ("negative", -5), ("large", 999_999_999_999d), ("date", new DateOnly(2014, 2, 10)), ("formula", "=cmd|' /C calc'!A0"), ("broken", new ExcelError("#REF!"))];
        foreach (var (fault, value) in faults)
            load.Add(fault, Xlsx(sheet, sheet.Table([sheet.Row(1), .. figures.Select((c, i) => With(sheet.Row(i + 2), c, value)), sheet.Row(figures.Length + 2)])));
        foreach (var (fault, _) in faults.Where(f => f.Fault != "broken"))
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

    [Theory, MemberData(nameof(LayoutSheet.Ids), MemberType = typeof(LayoutSheet))]
    public void A_wrong_row_is_rejected_or_told(string id)
    {
        using var load = new Load(id);
        var sheet = load.Sheet;
        object?[] Right(int i) => [null, .. sheet.Row(i)];
        object?[] Left(int i) => sheet.Row(i)[1..];
        load.Add("good", Xlsx(sheet, sheet.Table([sheet.Row(1), sheet.Row(2), sheet.Row(3)])));
        load.Add("shift", Xlsx(sheet, sheet.Table([sheet.Row(1), sheet.Row(2), Right(3), Left(4), sheet.Row(5)])));
        load.Add("twice", Xlsx(sheet, sheet.Table([sheet.Row(1), sheet.Row(2), sheet.Row(2), sheet.Row(3)])));
        load.Add("total", Xlsx(sheet, sheet.Table([sheet.Row(1), sheet.Row(2), With([.. sheet.Row(3).Select(c => c is int ? c : null)], TextColumn(sheet), "Итого"), [null, "Всего по муниципалитету"], sheet.Row(3)])));
        var withSchool = Enumerable.Range(0, sheet.Columns.Count).Where(c => sheet.Columns[c].Field is "login_raw" or "school_raw" or "school_login" && (sheet.Columns[c].Required || sheet.Layout.Target is not null)).Cast<int?>().FirstOrDefault();
        if (withSchool is { } at)
            // Neither an id nor the name of a school; where a form has other ids or the file names the school, those count.
            load.Add("school", Xlsx(sheet, sheet.Table([sheet.Row(1), sheet.Row(2), With(sheet.Row(3), at, "школа на горке"), sheet.Row(4)])));
        var year = Enumerable.Range(0, sheet.Columns.Count).Where(c => sheet.Columns[c].Type is FieldTypes.Year or FieldTypes.AcademicYear || sheet.Columns[c].Field == "year_raw").Cast<int?>().FirstOrDefault();
        if (year is { } y) load.Add("year", Xlsx(sheet, sheet.Table([sheet.Row(1), With(sheet.Row(2), y, sheet.Columns[y].Type == FieldTypes.Year ? 1850 : "2020/25"), sheet.Row(3)])));

        var good = load.File("good").Loaded;
        Assert.True(good >= 1 && load.Told("good").Count == 0, $"{id}: {good} rows loaded, {load.Told("good").Count} told: {load.Text("SELECT coalesce(string_agg(DISTINCT rule || ' ' || coalesce(column_name, ''), ', '), '') FROM rejects.reject JOIN ops.source_file USING (file_key) WHERE path LIKE 'good/%'")}");
        var first = sheet.HeaderRow + 1;
        Assert.True(load.Told("shift").Contains(first + 2) || IsNoData(load, "shift"), $"{id}: a row shifted to the right is not told");
        Assert.True(load.Told("shift").Contains(first + 3) || IsNoData(load, "shift") || sheet.Columns[0].Field == "_" || !sheet.Columns[0].Required, $"{id}: a row shifted to the left is not told");
        Assert.DoesNotContain(first, load.Told("shift"));
        // Protocols of persons may have two equal rows; every other form has one row for one thing.
        var mayRepeat = sheet.Layout.Table.Unique.Count == 0 && sheet.Layout.Target is not null || sheet.Layout.Kind is "gia_result" or "vpr_journal_comparison" or "vpr_journal_comparison_long" or "vpr_mark_statistics" or "registry_relation" or "registry_match" or "correction" || id == "journal_counts";
        Assert.True(mayRepeat || load.Told("twice").Contains(first + 2), $"{id}: a repeated row is not told");
        Assert.True(load.File("total").Loaded <= good, $"{id}: a row of totals is loaded");
        if (withSchool is not null) Assert.True(load.Told("school").Contains(first + 2), $"{id}: an unknown school is not told");
        if (year is not null) Assert.True(load.Told("year").Contains(first + 1), $"{id}: an impossible year is not told");
    }

    private static bool IsNoData(Load load, string fault) => load.File(fault).NonData > load.Sheet.HeaderRow;

    private static int TextColumn(LayoutSheet sheet) =>
        Enumerable.Range(0, sheet.Columns.Count).FirstOrDefault(c => sheet.Columns[c].Field is "school_name" or "login_raw" or "scope_raw" or "school_raw" or "name" or "name_raw" or "subject");

    [Theory, MemberData(nameof(LayoutSheet.Ids), MemberType = typeof(LayoutSheet))]
    public void A_wrong_file_is_told_and_a_strange_one_is_read(string id)
    {
        using var load = new Load(id);
        var sheet = load.Sheet;
        object?[][] good = sheet.Table([sheet.Row(1), sheet.Row(2), sheet.Row(3)]);
        var width = sheet.Headers.Count;
        load.Add("good", Xlsx(sheet, good));
        load.Add("empty", []);
        load.Add("blank", Xlsx(sheet, [[null, " "], []]));
        load.Add("header", Xlsx(sheet, sheet.Table([])));
        load.Add("cut", Xlsx(sheet, good)[..^200]);
        load.Add("utf16", TextTable.ToBytes(good, encoding: "utf-16be"), "csv");
        load.Add("cp866", Encoding.GetEncoding(866).GetBytes(TextTable.Text(good, ';')), "csv");
        load.Add("quote", TextTable.Encode(TextTable.Text(good, ';') + "\"открыта;и не закрыта\r\n", "utf-8"), "csv");
        load.Add("nul", TextTable.Encode(TextTable.Text(good, ';').Replace("\r\n", "\0\r\n", StringComparison.Ordinal), "utf-8"), "csv");
        load.Add("wide", Xlsx(sheet, sheet.Table([sheet.Row(1)]).Select((r, i) => i == sheet.HeaderRow - 1 ? [.. r, .. Enumerable.Range(0, 200).Select(n => (object?)$"Лишний {n}")] : r)));
        load.Add("long", Xlsx(sheet, sheet.Table([sheet.Row(1), With(sheet.Row(2), TextColumn(sheet), new string('ы', 500_000)), sheet.Row(3)])));
        load.Add("blanks", TextTable.Encode(TextTable.Text(good, ';') + string.Concat(Enumerable.Repeat(new string(';', width - 1) + "\r\n", 20_000)), "utf-8"), "csv");
        var merged = new XlsxFile();
        merged.Sheet(sheet.SheetName).Row("Сводные сведения", null).Merge("A1:B1").Rows(good).Merge($"A{good.Length + 1}:A{good.Length + 2}");
        load.Add("merged", merged.ToBytes());
        var two = new XlsxFile();
        two.Sheet(sheet.SheetName).Rows(good);
        two.Sheet("Заметки").Rows([["не забыть", "позвонить"], ["сводка", "готова"]]);
        load.Add("two", two.ToBytes());

        var loaded = load.File("good").Loaded;
        foreach (var fault in (string[])["empty", "blank", "cut", "cp866", "wide"]) load.Refused(fault);
        Assert.Contains("незнакомые столбцы: «Лишний 0», «Лишний 1»", load.File("wide").Problem, StringComparison.Ordinal);
        Assert.Contains("и ещё 192", load.File("wide").Problem, StringComparison.Ordinal);
        Assert.Equal((FileStatus.Loaded, 0), (load.File("header").Status, load.File("header").Loaded));
        foreach (var fault in (string[])["utf16", "blanks", "merged"])
            Assert.True(load.File(fault) is { Status: FileStatus.Loaded } same && same.Loaded == loaded, $"{id}, {fault}: {load.File(fault).Status}, {load.File(fault).Loaded} of {loaded}, {load.File(fault).Problem}");
        foreach (var fault in (string[])["quote", "long", "nul"]) Assert.NotEqual(0, load.File(fault).Read);
        Assert.Equal((FileStatus.Loaded, loaded, 2, "sheet.unrecognised"), (load.File("two").Status, load.File("two").Loaded, load.File("two").Rejected, load.File("two").ProblemRule));
        Assert.Contains("форма не распознана", load.File("two").Sheets[1].Problem, StringComparison.Ordinal);
    }
}
