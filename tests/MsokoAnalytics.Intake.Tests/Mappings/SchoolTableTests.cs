namespace MsokoAnalytics.Intake.Tests.Mappings;

/// <summary>Local tables by schools: wide and long, counts and percents, own totals; every expected value is read off the table by hand.</summary>
public sealed class SchoolTableTests
{
    private const string Rows = "SELECT row_no, scope, coalesce(school_code, school_name, municipality_name), grade, subject, is_total, n, mean, n2, pct5 FROM staging.stg_local__aggregate ORDER BY row_no, is_total, subject";

    private const string Long =
        """
        файлы: "*.csv"
        таблица: по школам
        год: 2024
        период: ноябрь
        класс: 7
        максимальный балл: 20
        строки итогов: Итого
        столбцы: {школа: Школа, предмет: Предмет}
        показатели: {участников: Писали, среднее: Средний балл, число 2: «2», число 3: «3», число 4: «4», число 5: «5»}
        """;

    [Fact]
    public void A_long_table_with_marks_and_its_own_total()
    {
        using var run = new IntakeRun();
        run.Folder.Write("сопоставление.yml", Long);
        run.Folder.Write("т.csv", "Школа;Предмет;Писали;Средний балл;«2»;«3»;«4»;«5»\nedu220001;МА;10;12,5;1;3;4;2\n220002;МА;4;15;0;1;1;2\n220002;МА;4;15;0;1;1;2\n220003;МА;5;11;1;1;1;1\n220004;МА;6;21;1;1;2;2\n220005;МА;x;1;1;1;2;2\n220006;МА;0;0;0;0;0;0\nИтого;МА;14;13,21;1;4;5;4\n");
        run.Load();
        Assert.Equal(["2 | school | 220001 | 7 | МА | 0 | 10 | 12.5 | 1 | ∅", "3 | school | 220002 | 7 | МА | 0 | 4 | 15 | 0 | ∅", "8 | school | 220006 | 7 | МА | 0 | 0 | ∅ | 0 | ∅", "9 | total | Итого | 7 | МА | 0 | 14 | 13.21 | 1 | ∅"], run.Rows(Rows));
        Assert.Equal(["4 | aggregate.duplicate", "5 | aggregate.marks", "6 | aggregate.mean", "7 | aggregate.count"], run.Rows("SELECT row_no, rule FROM rejects.reject WHERE severity = 'row' ORDER BY row_no"));
    }

    [Fact]
    public void A_wide_table_with_percents_of_which_one_subject_does_not_add_up()
    {
        using var run = new IntakeRun();
        run.Folder.Write("сопоставление.yml",
            """
            файлы: "*.csv"
            таблица: по школам
            год: 2025
            период: март
            класс: 8
            столбцы: {школа: Код, название школы: Наименование}
            показатели: {участников: "{предмет} чел", процент 2: "{предмет} 2,%", процент 3: "{предмет} 3,%", процент 4: "{предмет} 4,%", процент 5: "{предмет} 5,%"}
            """);
        run.Folder.Write("т.csv", "Код;Наименование;МА чел;МА 2,%;МА 3,%;МА 4,%;МА 5,%;РУ чел;РУ 2,%;РУ 3,%;РУ 4,%;РУ 5,%\n220 001;СОШ 1;20;10;40;30;20;20;10;40;30;30\n");
        run.Load();
        Assert.Equal(["2 | school | 220001 | 8 | МА | 0 | 20 | ∅ | ∅ | 20.00"], run.Rows(Rows));
        Assert.Equal(["2 | 9 | РУ 2,% | aggregate.sum | cell | целое число"], run.Rejects());
    }

    [Fact]
    public void A_shared_number_of_participants_totals_over_subjects_and_schools_without_codes()
    {
        using var run = new IntakeRun();
        run.Folder.Write("сопоставление.yml",
            """
            файлы: "*.csv"
            таблица: по школам
            процедура: НВО
            год: 2015
            класс: 4
            коды школ: админ
            предметы: {БЕЛ: Български език, МАТ: Математика}
            столбцы: {название школы: Училище, населённый пункт: Град}
            показатели: {участников: Общо ученици, среднее: "{предмет}"}
            итоги: {общо: {среднее: общ успех, предметы: все}}
            максимальный балл: 20
            """);
        run.Folder.Write("т.csv", "Град;Училище;Общо ученици;БЕЛ;МАТ;общ успех\nА;СОУ;10;15.5;16;15.75\nА;СОУ;7;12;;12\nА;СОУ;7;12;;12\nБ;СОУ;9;;;\n");
        run.Load();
        Assert.Equal(
            ["2 | school | СОУ | 4 | Български език | 0 | 10 | 15.5 | ∅ | ∅", "2 | school | СОУ | 4 | МА | 0 | 10 | 16 | ∅ | ∅", "2 | school | СОУ | 4 | общо | 1 | ∅ | 15.75 | ∅ | ∅",
                "3 | school | СОУ | 4 | Български език | 0 | 7 | 12 | ∅ | ∅", "3 | school | СОУ | 4 | общо | 1 | ∅ | 12 | ∅ | ∅"], run.Rows(Rows));
        // Row 4 is row 3 again; row 3 is another school of the same name as row 2, since it has other subjects and figures.
        Assert.Equal(["4 | aggregate.duplicate"], run.Rows("SELECT row_no, rule FROM rejects.reject WHERE severity = 'row'"));
    }
}
