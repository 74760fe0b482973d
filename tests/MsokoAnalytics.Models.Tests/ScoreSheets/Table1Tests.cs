using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Models.Tests.SqlCases;

namespace MsokoAnalytics.Models.Tests.ScoreSheets;

/// <summary>
/// The rule set <c>uzlovaya-2021</c> against table 1 of the concept (section VII), typed here from the document: every row with its words, its points and the least
/// number of points of its criterion; and every row is computed by an indicator of the catalogue.
/// </summary>
public sealed class Table1Tests
{
    /// <summary>Criterion; its minimum; row; name; unit column; points by band (points:from-to), or points for each one, or points for each one and the most.</summary>
    private static readonly string[][] Table =
    [
        ["1", "3", "1.1", "Доля выполнения ВПР на уровне начального общего образования", "100% - 3 балла; 80-99% - 2 балла; 50-79% - 1 балл", "3:100-100 2:80-99 1:50-79"],
        ["1", "3", "1.2", "Доля выполнения ВПР на уровне основного общего образования", "100% - 3 балла; 80-99% - 2 балла; 50-79% - 1 балл", "3:100-100 2:80-99 1:50-79"],
        ["1", "3", "1.3", "Доля выполнения ВПР на уровне среднего общего образования", "100% - 3 балла; 80-99% - 2 балла; 50-79% - 1 балл", "3:100-100 2:80-99 1:50-79"],
        ["2", "2", "2.1", "Доля выполнения РКР на уровне основного общего образования", "100% - 3 балла; 85-99% - 2 балла; 70-84% - 1 балл", "3:100-100 2:85-99 1:70-84"],
        ["2", "2", "2.2", "Доля выполнения РКР на уровне среднего общего образования", "100% - 3 балла; 85-99% - 2 балла; 70-84% - 1 балл", "3:100-100 2:85-99 1:70-84"],
        ["3", "2", "3.1", "Доля выполнения МКР на уровне основного общего образования", "96-100 % - 3 балла; 91-95% - 2 балла; 85-90% - 1 балл", "3:96-100 2:91-95 1:85-90"],
        ["3", "2", "3.2", "Доля выполнения МКР на уровне среднего общего образования", "100% - 3 балла; 95-99% - 2 балла; 90-94% - 1 балла", "3:100-100 2:95-99 1:90-94"],
        ["4", "2", "4.1", "Количество выпускников, не получивших аттестат об основном общем образовании", "Минус 3 балла за каждого выпускника, не получившего аттестат", "-3 за каждого"],
        ["4", "2", "4.2", "Количество выпускников, не получивших аттестат о среднем общем образовании", "Минус 3 балла за каждого выпускника, не получившего аттестат", "-3 за каждого"],
        ["4", "2", "4.3", "Доля выпускников, не преодолевших минимально допустимый порог (ОГЭ и ЕГЭ, основной период)", "Минус 1 балл за каждого выпускника, не преодолевшего минимальный порог", "-1 за каждого"],
        ["4", "2", "4.4", "Доля медалистов, набравших не менее 70 баллов по всем выбранным предметам, относительно общего количества претендующих на медаль", "100% - 3 балла; 95-99% - 2 балла; 90-94% - 1 балл", "3:100-100 2:95-99 1:90-94"],
        ["4", "2", "4.5", "Доля обучающихся, сдавших все экзамены с результатами от 70 до 100 баллов, от общего количества выпускников 11 классов", "11-15% - 3 балла; 6-10% - 2 балла; 5-9% - 1 балл", "3:11-15 2:6-10 1:5-9"],
        ["4", "2", "4.6", "Количество выпускников, получивших 100 баллов по итогам ЕГЭ", "По 5 баллов за каждый результат в 100 баллов.", "5 за каждого"],
        ["5", "2", "5.1", "Доля выпускников 9-х классов, продолживших обучение в учреждениях СПО или 10-х классах", "100% - 3 балла; 90-99%- 2 балла; 85-89%- 1 балл", "3:100-100 2:90-99 1:85-89"],
        ["5", "2", "5.2", "Доля выпускников, поступивших в учреждения ВПО после 11 класса", "100% - 3 балла; 90-99%- 2 балла; 85-89%- 1 балл", "3:100-100 2:90-99 1:85-89"],
        ["5", "2", "5.3", "Количество выпускников, не приступивших к обучению (СОО, СПО, ВПО) и не работающих", "Минус 1 балл за каждого выпускника", "-1 за каждого"],
        ["6", "2", "6.1", "Количество обучающихся - победителей и призеров муниципального этапа всероссийской олимпиады школьников",
            "I место в командном зачете - 5; II место в командном зачете - 4; III место в командном зачете - 3; IV место в командном зачете - 2", "5:1-1 4:2-2 3:3-3 2:4-4"],
        ["6", "2", "6.2", "Количество обучающихся - победителей и призеров регионального этапа всероссийской олимпиады школьников (за каждое призовое место): победители", "За каждого победителя – по 3 балла", "3 за каждого"],
        ["6", "2", "6.3", "Количество обучающихся - победителей и призеров регионального этапа всероссийской олимпиады школьников (за каждое призовое место): призеры", "За каждого призера – по 1 баллу", "1 за каждого"],
        ["7", "3", "7.1", "Результативность участия обучающихся в мероприятиях на различных уровнях: федеральный", "При наличии победителей и призеров: до 5", "1 за каждого, до 5"],
        ["7", "3", "7.2", "Результативность участия обучающихся в мероприятиях на различных уровнях: региональный", "При наличии победителей и призеров: до 4", "1 за каждого, до 4"],
        ["7", "3", "7.3", "Результативность участия обучающихся в мероприятиях на различных уровнях: муниципальный", "При наличии победителей и призеров: до 3", "1 за каждого, до 3"],
    ];

    private static readonly string[] Criteria =
    [
        "1 Результаты Всероссийских проверочных работ (ВПР)", "2 Результаты региональных контрольных работ (РКР)", "3 Результаты муниципальных контрольных работ (МКР)",
        "4 Результаты государственной итоговой аттестации", "5 Поступление обучающихся в учреждения среднего и высшего профессионального образования (СПО и ВПО)",
        "6 Участие обучающихся во Всероссийской олимпиаде школьников (ВсОШ)", "7 Выявление, поддержка и развитие способностей и талантов у детей и молодежи",
    ];

    [Fact]
    public void The_rule_set_says_what_the_table_says()
    {
        using var database = Build();
        Assert.Equal(
            Table.Select(row => string.Join(" | ", row)),
            database.Query(
                """
                SELECT
                  r.criterion_no, r.criterion_minimum, r.row_no, r.row_name, r.scoring_text,
                  CASE WHEN r.points_per_unit IS NULL THEN b.bands
                    ELSE r.points_per_unit || ' за каждого' || CASE WHEN r.max_points IS NULL THEN '' ELSE ', до ' || r.max_points END END
                FROM core.dim_rule_row AS r
                LEFT JOIN (
                  SELECT d.row_no, string_agg(d.points || ':' || CAST(d.from_value AS INTEGER) || '-' || CAST(d.to_value AS INTEGER), ' ' ORDER BY d.points DESC) AS bands
                  FROM core.dim_rule_band AS d WHERE d.rule_set = 'uzlovaya-2021' GROUP BY d.row_no
                ) AS b ON b.row_no = r.row_no
                WHERE r.rule_set = 'uzlovaya-2021'
                ORDER BY r.row_order
                """).Select(row => string.Join(" | ", row)));
        Assert.Equal(Criteria, database.Query("SELECT DISTINCT r.criterion_no || ' ' || r.criterion FROM core.dim_rule_row AS r WHERE r.rule_set = 'uzlovaya-2021' ORDER BY 1").Select(r => r[0]));
    }

    [Fact]
    public void Every_row_is_computed_by_an_indicator_of_the_catalogue()
    {
        using var database = Build();
        var indicators = database.Query(
            """
            SELECT r.row_no, d.indicator, d.formula, d.awaits, list_contains(string_split(d.levels, ','), r.education_level)
            FROM core.dim_rule_row AS r
            LEFT JOIN core.dim_indicator AS d ON d.indicator = r.indicator
            WHERE r.rule_set = 'uzlovaya-2021'
            """);
        Assert.Equal(Table.Length, indicators.Count);
        var models = Infrastructure.Models.Project.Models.Select(m => m.FullName).ToHashSet(StringComparer.Ordinal);
        Assert.All(indicators, row =>
        {
            Assert.NotEmpty(row[1]);
            Assert.Contains(row[2], models);
            Assert.Equal(["", "True"], row[3..]);
        });
    }

    private static TestDatabase Build()
    {
        var whole = Infrastructure.Models.Project;
        var project = new ModelProject(
            [.. new[] { "dim_indicator", "dim_rule_row", "dim_rule_band" }.SelectMany(name => SqlCase.Part(whole, whole.Models.Single(m => m.Name == name), []).Models).DistinctBy(m => m.FullName)],
            whole.Sources, whole.Macros);
        var database = new TestDatabase(project);
        database.MustBuild(project, new RunContext("table-1") { SourceFingerprint = "table-1" });
        return database;
    }
}
