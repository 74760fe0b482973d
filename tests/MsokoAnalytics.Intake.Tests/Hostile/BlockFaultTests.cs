using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Hostile;

/// <summary>The faults of <see cref="TableFaultTests"/> for forms that are blocks: progress reports, report cards, class summaries.</summary>
public sealed class BlockFaultTests
{
    private static readonly Dictionary<string, (object?[][] Rows, int FirstData, int Mark)> Forms = new(StringComparer.Ordinal)
    {
        ["sgo_progress"] = ([["Отчет об успеваемости и посещаемости ученика"], .. Intake.Tests.Forms.JournalExportTests.ProgressBlock("Первый", ["Март"], ["31"], ["Алгебра", "5", "5", "5", "5"], ["Физика", "4", "4", "4", "4"])], 8, 1),
        ["sgo_report_card"] = ([["Табель успеваемости учащегося"], .. Intake.Tests.Forms.JournalExportTests.CardBlock("Первый", ["1", "Алгебра", "4.5", "4.5", "5"], ["2", "Физика", "4", "4", "4"])], 10, 4),
        ["class_summary"] = ([["Сводная ведомость успеваемости за 1 четверть"], ["Учебный год: 2023/2024"], ["Класс: 7А"], ["№", "Фамилия", "Алгебра", "Физика"], [1, "Первый", 5, 4], [2, "Второй", 4, 4]], 4, 2),
    };

    public static TheoryData<string> Ids => [.. Forms.Keys];

    [Theory, MemberData(nameof(Ids))]
    public void A_fault_is_told_and_nothing_throws(string id)
    {
        var (rows, first, mark) = Forms[id];
        object?[][] With(params (int Row, int Column, object? Value)[] changes)
        {
            var copy = rows.Select(r => r.ToArray()).ToArray();
            foreach (var (row, column, value) in changes) copy[row][column] = value;
            return copy;
        }

        using var run = new IntakeRun();
        void Add(string fault, byte[] content, string extension = "xlsx") => run.Folder.WriteBytes($"{fault}/edu220001/журнал.{extension}", content);
        byte[] Xlsx(object?[][] table) => Book.Of("Лист1", table);
        Add("good", Xlsx(rows));
        Add("text", Xlsx(With((first, mark, "много"))));
        Add("negative", Xlsx(With((first, mark, -5))));
        Add("large", Xlsx(With((first, mark, 1e12))));
        Add("formula", Xlsx(With((first, mark, "=cmd|' /C calc'!A0"))));
        Add("long", Xlsx(With((first, mark, new string('5', 500_000)))));
        Add("shift", Xlsx([.. rows[..first], [null, .. rows[first]], .. rows[(first + 1)..]]));
        Add("total", Xlsx([.. rows, ["Итого", null, 9, 8]]));
        Add("merged", Xlsx([["Муниципальное образование"], .. rows]));
        Add("empty", []);
        Add("header", Xlsx(rows[..first]));
        Add("cut", Xlsx(rows)[..^200]);
        Add("cp866", System.Text.Encoding.GetEncoding(866).GetBytes(TextTable.Text(rows, ';')), "csv");
        Add("nul", TextTable.Encode(TextTable.Text(rows, ';').Replace("\r\n", "\0\r\n", StringComparison.Ordinal), "utf-8"), "csv");
        Add("utf16", TextTable.ToBytes(rows, encoding: "utf-16be"), "csv");
        Add("blanks", TextTable.Encode(TextTable.Text(rows, ';') + string.Concat(Enumerable.Repeat(";;;\r\n", 20_000)), "utf-8"), "csv");
        Add("wide", Xlsx([.. rows[..first], [.. rows[first], .. Enumerable.Repeat((object?)5, 200)], .. rows[(first + 1)..]]));
        var report = run.Load();

        FileAccount File(string fault) => report.Files.Single(f => f.Path.StartsWith(fault + "/", StringComparison.Ordinal));
        var good = File("good");
        Assert.Equal((id, 2, 0), (Assert.Single(good.Sheets).LayoutId, good.Loaded, good.Rejected));
        var told = run.Rows("SELECT DISTINCT split_part(path, '/', 1) FROM rejects.reject JOIN ops.source_file USING (file_key) ORDER BY 1");
        foreach (var fault in (string[])["text", "negative", "large", "formula", "long"]) Assert.Contains(fault, told);
        foreach (var fault in (string[])["utf16", "blanks", "wide", "merged"]) Assert.Equal((fault, 2), (fault, File(fault).Loaded));
        Assert.Equal(0, File("header").Loaded);
        Assert.Equal(2, File("total").Loaded);
        Assert.True(File("shift") is { Loaded: <= 2, Read: > 0 } shifted && shifted.Read == shifted.Loaded + shifted.Rejected + shifted.NonData);
        // NUL bytes are either passed over or make the file be refused with a message.
        Assert.True(File("nul").Read > 0 || File("nul") is { Status: FileStatus.Failed or FileStatus.Unrecognised, Advice: not null }, File("nul").Status);
        foreach (var fault in (string[])["empty", "cut", "cp866"])
        {
            var file = File(fault);
            Assert.True(file.Status is FileStatus.Failed or FileStatus.Unrecognised, $"{fault}: {file.Status}");
            Assert.Matches("[а-я]{4}", file.Problem);
            Assert.Matches("[а-я]{4}", file.Advice);
        }
    }
}
