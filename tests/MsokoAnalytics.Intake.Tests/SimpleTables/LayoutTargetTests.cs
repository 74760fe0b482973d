using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Tests.SimpleTables;

/// <summary>Descriptions of simple tables: every field has its column, every rule its wording, faults of a description are told.</summary>
public sealed class LayoutTargetTests
{
    public static TheoryData<string> Targets() => [.. IntakeRun.Setup.Library.Layouts.Where(l => l.Target is not null).Select(l => l.Id)];

    [Theory, MemberData(nameof(Targets))]
    public void Every_field_is_a_column_of_the_target_and_every_rule_is_worded(string id)
    {
        using var run = new IntakeRun();
        run.Load();
        var layout = IntakeRun.Setup.Library.Layouts.Single(l => l.Id == id);
        var columns = run.Rows($"SELECT column_name FROM information_schema.columns WHERE table_schema = 'staging' AND table_name = '{layout.Target}'").ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(columns);
        var fields = layout.Columns.Where(c => c.Field != "_" && c.Type != FieldTypes.School).Select(c => c.Field).Concat(layout.Table.Titles.Select(t => t.Field)).Concat(layout.Table.Constants.Keys);
        Assert.Subset(columns, fields.ToHashSet(StringComparer.Ordinal));
        var rules = IntakeRun.Setup.Rules.All.Select(r => r.Code).ToHashSet(StringComparer.Ordinal);
        Assert.Subset(rules, layout.Columns.Where(c => c.Field != "_").Select(c => c.Rule ?? (c.Type == FieldTypes.School ? "school.code" : "field." + c.Type)).ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("type: count", "type: kount", "поле n_winners: неизвестный тип «kount»")]
    [InlineData("target: stg_act__olympiad_count", "target: stg_act; DROP TABLE x", "не имя таблицы")]
    [InlineData("unique: [academic_year,", "unique: [akademic_year,", "table: поле «akademic_year» не описано")]
    [InlineData("system: инн", "system: инн1", "неизвестная система кодов школ «инн1»")]
    [InlineData("\"~^школьн\"", "\"~^(школьн\"", "неверное регулярное выражение")]
    [InlineData("field: n_prize, type: count", "field: \"n prize\", type: count", "не имя столбца")]
    public void A_faulty_description_is_told_with_its_file(string from, string to, string message)
    {
        using var sources = new SourcesCopy();
        var path = Path.Combine(sources.Root, "activities", "layouts", "olympiad_counts.yml");
        var text = File.ReadAllText(path);
        var at = from == "type: count" ? text.IndexOf("field: n_winners, type: count", StringComparison.Ordinal) + "field: n_winners, ".Length : text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0);
        File.WriteAllText(path, text[..at] + to + text[(at + from.Length)..]);
        var problem = Assert.Throws<LayoutException>(() => sources.Load());
        Assert.Contains("olympiad_counts.yml", problem.Message, StringComparison.Ordinal);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }
}
