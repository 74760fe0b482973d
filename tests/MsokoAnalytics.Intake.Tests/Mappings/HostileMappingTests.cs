using System.Text;
using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Mappings;

/// <summary>Mapping files that are broken, foreign or meant to harm: one clear message, and the load goes on.</summary>
public sealed class HostileMappingTests
{
    private const string Good = "файлы: \"*.csv\"\nгод: 2024\nпериод: ноябрь\nкласс: 7\nпредмет: МА\nстолбцы: {школа: ОО, итог: Балл}\n";

    public static TheoryData<string, string, string> Broken() => new()
    {
        { "сопоставление.yml", "a: &a [*a]\n", "ссылки" },
        { "сопоставление.yml", "a: &a [1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n", "ссылки" },
        { "сопоставление.yml", new string('[', 5000), "вложенных" },
        { "сопоставление.yml", "файлы: [[\"*.csv\"]]\nстолбцы: [1, 2]\n", "раздел из нескольких строк" },
        { "сопоставление.yml", "", "описание пусто" },
        { "сопоставление.yml", "просто текст", "нет ни одного ключа" },
        { "сопоставление.yml", "файлы: x\n  год: 2024\n", "не разобрана" },
        { "сопоставление.yml", "файлы: " + new string('x', 2_000_000), "слишком велик" },
        { "сопоставление.xlsx", "это не книга", "нет строки заголовков" },
        { "сопоставление.xlsx", "PK\u0003\u0004мусор", "книга" },
        { "сопоставление.csv", "раздел;что;значение\n;файлы;*.csv\n;файлы;*.xlsx\n", "указано дважды" },
        { "сопоставление.csv", "а;б\n1;2\n", "нет строки заголовков" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_mapping_is_told_and_other_files_are_loaded(string name, string text, string what)
    {
        using var run = new IntakeRun();
        run.Folder.Write("плохое/" + name, text);
        run.Folder.Write("хорошее/сопоставление.yml", Good);
        run.Folder.Write("хорошее/т.csv", "ОО;Балл\nedu220001;5\n");
        var report = run.Load();
        Assert.Contains(report.Files, f => f.Path == "плохое/" + name && f.Status == FileStatus.Failed && f.Problem!.Contains(what, StringComparison.Ordinal) && f.Advice is { Length: > 0 });
        Assert.Equal(FileStatus.Loaded, report.Files.Single(f => f.Path == "хорошее/т.csv").Status);
    }

    [Theory]
    [InlineData("utf-8-bom")]
    [InlineData("windows-1251")]
    [InlineData("utf-16le")]
    public void A_mapping_saved_by_any_editor_is_read(string encoding)
    {
        using var run = new IntakeRun();
        run.Folder.WriteBytes("сопоставление.yml", TextTable.Encode(Good, encoding));
        run.Folder.Write("т.csv", "ОО;Балл\nedu220001;5\n");
        Assert.False(run.Load().HasProblems);
        Assert.Equal("5", run.Scalar("SELECT primary_score FROM staging.stg_vpr__result"));
    }

    [Fact]
    public void A_pattern_of_many_stars_costs_no_more_than_one_of_none()
    {
        using var run = new IntakeRun();
        run.Folder.Write("сопоставление.yml", Good.Replace("итог: Балл", $"итог: \"{new StringBuilder().Insert(0, "*а", 40)}б\"", StringComparison.Ordinal).Replace("\"*.csv\"", $"\"{new StringBuilder().Insert(0, "*а", 40)}*т.csv\"", StringComparison.Ordinal));
        run.Folder.Write(new string('а', 60) + "т.csv", $"ОО;{new string('а', 3000)}\nedu220001;5\n");
        var file = run.Load().Files.Single(f => f.Path.EndsWith("т.csv", StringComparison.Ordinal));
        Assert.Equal("mapping.header", file.ProblemRule);
    }

    [Fact]
    public void A_mask_never_reaches_outside_its_folder()
    {
        using var run = new IntakeRun();
        run.Folder.Write("а/сопоставление.yml", Good.Replace("\"*.csv\"", "\"../*.csv\"", StringComparison.Ordinal));
        run.Folder.Write("т.csv", "ОО;Балл\nedu220001;5\n");
        var report = run.Load();
        Assert.Contains(report.Files, f => f.ProblemRule == "mapping.no_files");
        Assert.Equal("0", run.Scalar("SELECT count(*) FROM staging.stg_vpr__result"));
    }
}
