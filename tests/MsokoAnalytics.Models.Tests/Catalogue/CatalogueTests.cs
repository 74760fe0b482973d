using MsokoAnalytics.Models.Tests.Infrastructure;

namespace MsokoAnalytics.Models.Tests.Catalogue;

/// <summary>One fault per file of the catalogue; each is told in Russian with its place.</summary>
public sealed class CatalogueTests : IDisposable
{
    private const string Family = """
        family: a
        version: "1"
        source: Документ
        indicators:
          - code: a_share
            name: Доля
            definition: Доля чего-то
            numerator: сверху
            denominator: снизу
            unit: percent
            levels: [all]
            formula: core.figures
            min_n: 10
            direction: higher
        """;

    private const string Rules = """
        rule_set: r
        name: Набор
        version: "1"
        source: Документ
        first_year: 2021
        municipalities: ["*"]
        policies:
          band_gaps: {defect: д, value: strict, options: {strict: т}}
          band_overlap: {defect: д, value: higher, options: {higher: т}}
          above_top: {defect: д, value: none, options: {none: т}}
          minimum: {defect: д, value: as_printed, options: {as_printed: т}}
          negative_total: {defect: д, value: zero, options: {zero: т}}
          reference_rows: {defect: д, value: scored, options: {scored: т}}
          achievements: {defect: д, value: any_full, options: {any_full: т}}
        criteria:
          - no: "1"
            name: Критерий
            minimum: 1
            rows:
              - no: "1.1"
                name: Строка
                scoring: 50-100 - 1
                indicator: a_share
                level: all
                bands: [{points: 1, from: 50, to: 100}]
        """;

    private readonly ProjectFolder _folder = new();

    public CatalogueTests()
    {
        _folder.Model("core.figures", "SELECT i.id, i.value FROM staging.input AS i");
        foreach (var name in new[] { "dim_indicator", "dim_rule_set", "dim_rule_policy", "dim_rule_row", "dim_rule_band" })
            _folder.Write($"seeds/{name}.yml", File.ReadAllText(Path.Combine(Infrastructure.Models.Folder, "seeds", name + ".yml")));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_right_catalogue_becomes_tables()
    {
        Write(Family, Rules);
        using var database = new TestDatabase(_folder.Load());
        database.MustBuild(_folder.Load());
        Assert.Equal([["a_share", "10", "core.figures", ""]], database.Query("SELECT d.indicator, d.min_n, d.formula, d.awaits FROM core.dim_indicator AS d"));
        Assert.Equal([["r", "1.1", "1", "50", "100"]], database.Query("SELECT b.rule_set, b.row_no, b.points, b.from_value, b.to_value FROM core.dim_rule_band AS b"));
        Assert.Equal([["1", "a_share", "True", "band_gaps"]], database.Query("SELECT r.criterion_minimum, r.indicator, r.can_add, r.policies FROM core.dim_rule_row AS r"));
    }

    [Theory]
    [InlineData("code: a_share", "code: А-доля", "code: строчные латинские буквы, цифры и _")]
    [InlineData("unit: percent", "unit: проценты", "unit: «проценты», а бывает percent, index, count, place")]
    [InlineData("direction: higher", "direction: up", "direction: «up», а бывает higher, lower, none")]
    [InlineData("levels: [all]", "levels: [начальный]", "levels: «начальный», а бывает all, noo, ooo, soo")]
    [InlineData("levels: [all]", "levels: []", "нужен список levels")]
    [InlineData("min_n: 10", "min_n: 0", "min_n: наименьшее число учеников, от 1")]
    [InlineData("formula: core.figures", "formula: core.nothing", "indicators: a_share: formula называет core.nothing, а такой модели нет")]
    [InlineData("formula: core.figures", "", "нужно одно из двух: formula (модель) или awaits (какого источника нет)")]
    [InlineData("numerator: сверху", "", "нужны name, definition, numerator и denominator")]
    [InlineData("version: \"1\"", "", "нужны family, version и source (документ)")]
    public void A_wrong_indicator(string right, string wrong, string complaint) =>
        Complains(Family.Replace(right, wrong, StringComparison.Ordinal), Rules, complaint);

    [Fact]
    public void An_indicator_declared_twice() =>
        Complains(Family + "\n" + Family[Family.IndexOf("  - code", StringComparison.Ordinal)..], Rules, "indicators/a.yml: a_share: показатель объявлен дважды");

    [Theory]
    [InlineData("indicator: a_share", "indicator: b_share", "rule_sets/r.yml: строка 1.1: нет показателя «b_share» в indicators/*.yml")]
    [InlineData("level: all", "level: soo", "у показателя «a_share» нет уровня «soo»")]
    [InlineData("bands: [{points: 1, from: 50, to: 100}]", "bands: [{points: 1, from: 100, to: 50}]", "полоса 100–50: начало больше конца")]
    [InlineData("bands: [{points: 1, from: 50, to: 100}]", "", "нужно одно из двух: bands или points_per_unit")]
    [InlineData("bands: [{points: 1, from: 50, to: 100}]", "{b}\n        points_per_unit: 3", "нужно одно из двух: bands или points_per_unit")]
    [InlineData("bands: [{points: 1, from: 50, to: 100}]", "points_per_unit: -3\n        max_points: 2", "max_points бывает только у положительного points_per_unit")]
    [InlineData("band_gaps: {defect: д, value: strict, options: {strict: т}}", "", "policies: не решено «band_gaps» (бывает half_open, round_half_up, strict)")]
    [InlineData("value: strict, options: {strict: т}", "value: floor, options: {floor: т}", "policies / band_gaps: value: «floor», а бывает half_open, round_half_up, strict")]
    [InlineData("value: strict, options: {strict: т}", "value: strict, options: {half_open: т}", "policies / band_gaps: value должно быть одним из options: half_open")]
    [InlineData("band_gaps: {defect: д, ", "band_gaps: {", "policies / band_gaps: нужно defect: что в таблице не определено")]
    [InlineData("no: \"1.1\"", "no: \"1.1\"\n        footnotes: [нет_такого]", "строка 1.1: решения «нет_такого» нет в policies")]
    [InlineData("minimum: 1", "minimum: 1\n    reference_from: 2025", "reference_policy и reference_from бывают только вместе")]
    [InlineData("first_year: 2021", "first_year: 2021\nlast_year: 2020", "last_year раньше first_year")]
    [InlineData("municipalities: [\"*\"]", "", "нужен список municipalities (ключи вида 71_m015 или \"*\")")]
    [InlineData("no: \"1\"", "no: первый", "no: целое от 1")]
    public void A_wrong_rule_set(string right, string wrong, string complaint) =>
        Complains(Family, Rules.Replace(right, wrong.Replace("{b}", right, StringComparison.Ordinal), StringComparison.Ordinal), complaint);

    [Fact]
    public void A_misspelt_key_is_an_error_of_the_file()
    {
        Write(Family.Replace("min_n:", "minn:", StringComparison.Ordinal), Rules);
        Assert.Contains(_folder.Problems(), p => p.StartsWith("indicators/a.yml: строка", StringComparison.Ordinal) && p.Contains("minn", StringComparison.Ordinal));
    }

    private void Complains(string family, string rules, string complaint)
    {
        Write(family, rules);
        Assert.Contains(_folder.Problems(), p => p.Contains(complaint, StringComparison.Ordinal));
    }

    private void Write(string family, string rules)
    {
        _folder.Write("indicators/a.yml", family);
        _folder.Write("rule_sets/r.yml", rules);
    }
}
