namespace MsokoAnalytics.Intake.Tests.Forms;

/// <summary>corrections.csv: every line names its target, the value it expects, a reason and an author, or is set aside with its rule.</summary>
public sealed class CorrectionFormTests
{
    private static readonly object?[] Head = ["Таблица", "Файл", "Лист", "Строка", "Логин", "Код участника", "Столбец", "Было", "Стало", "Причина", "Автор", "Дата"];

    [Fact]
    public void Values_are_kept_as_staging_holds_them()
    {
        using var run = new IntakeRun();
        var file = run.LoadFile("Реестр/corrections.csv", TextTable.ToBytes(
        [
            Head,
            ["результаты ВПР", @"ВПР 2024\4 класс\Ф1.xlsx", "МА 4", 12, null, null, "первичный балл", 10, 12, "опечатка при переносе", "методист", "01.06.2024"],
            ["ВПР", "Ф1.xlsx", null, null, "edu880001", "40001", "Отметка по журналу", "нет отметки", 4, "сверено с журналом", "завуч", "2024-06-01"],
            ["ВПР", "Ф1.xlsx", null, 13, null, null, "Класс", "4а", "4Б", "ученик переведён", "завуч", "01.06.2024"],
            ["ВПР", "Ф1.xlsx", null, 14, null, null, "Явка", "писал", "отсутствовал", "работа другого ученика", "завуч", "01.06.2024"],
            ["ВПР", "Ф1.xlsx", null, 15, null, null, "Отметка", 5, "-", "отметки не ставили", "завуч", "01.06.2024"],
        ]));
        Assert.Equal((6, 5, 0, 1), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Equal(
        [
            "результаты ВПР | ВПР 2024/4 класс/Ф1.xlsx | МА 4 | 12 | ∅ | ∅ | primary_score | 10 | 12 | опечатка при переносе | методист | 2024-06-01",
            "результаты ВПР | Ф1.xlsx | ∅ | ∅ | 880001 | 40001 | journal_mark | ∅ | 4 | сверено с журналом | завуч | 2024-06-01",
            "результаты ВПР | Ф1.xlsx | ∅ | 13 | ∅ | ∅ | class_label | А | Б | ученик переведён | завуч | 2024-06-01",
            "результаты ВПР | Ф1.xlsx | ∅ | 14 | ∅ | ∅ | attendance | present | absent | работа другого ученика | завуч | 2024-06-01",
            "результаты ВПР | Ф1.xlsx | ∅ | 15 | ∅ | ∅ | mark_given | 5 | ∅ | отметки не ставили | завуч | 2024-06-01",
        ], run.Rows("SELECT target, path, sheet, target_row, school_id, participant_code, field, expect, new_value, reason, author, corrected_on FROM staging.stg_correction ORDER BY row_no"));
    }

    [Fact]
    public void Every_source_has_columns_that_can_be_corrected()
    {
        using var run = new IntakeRun();
        object?[] head = ["Таблица", "Файл", "Строка", "Предмет", "Период", "Столбец", "Было", "Стало", "Причина", "Автор", "Дата"];
        object?[][] lines =
        [
            ["ЕГЭ", 12, null, null, "Тестовый балл", 70, 72], ["Отметки журнала", 3, null, null, "5", 10, 11], ["журнал", 8, "Математика", "1 четверть", "отметка", 3, "-"],
            ["ВсОШ", 4, null, null, "статус", "участник", "призёр"], ["ВсОШ", 5, null, null, "Логин", "edu880001", "880002"], ["Мероприятия", 4, null, null, "уровень", "муниципальный", "Региональный"],
            ["Выпускники", 4, null, null, "СПО", 5, 6], ["Аттестаты", 4, null, null, "Не получили аттестат", 1, 0], ["НОКО", 4, null, null, "Критерий 3", "85,5", "86.5"],
            ["Показатели", 4, null, null, "Значение", "-", "12,5"], ["социальный паспорт", 4, null, null, "ОВЗ, %", 3, 4], ["Перечень", 4, null, null, "4 МА", "да", "нет"],
            ["Местные таблицы", 4, "Русский язык", null, "Средний балл", "7,5", 8],
        ];
        var file = run.LoadFile("corrections.csv", TextTable.ToBytes([head, .. lines.Select(l => (object?[])[l[0], "a.xlsx", .. l[1..], "опечатка", "методист", "01.06.2024"])]));
        Assert.Equal((13, 0), (file.Loaded, file.Rejected));
        Assert.Equal(
        [
            "ГИА | 12 | ∅ | ∅ | [stg_gia__result.test_score] | 70 | 72", "журнал | 3 | ∅ | ∅ | [stg_journal__period.n5] | 10 | 11",
            "журнал | 8 | МА | q1 | [stg_journal__class_mark.mark,stg_sgo__progress_subject.final_mark,stg_sgo__report_card.mark] | 3 | ∅",
            "ВсОШ | 4 | ∅ | ∅ | [stg_act__olympiad_row.status] | participant | prize",
            "ВсОШ | 5 | ∅ | ∅ | [stg_act__olympiad_count.school_ref,stg_act__olympiad_row.school_ref,stg_act__olympiad_team.school_ref] | 880001 | 880002",
            "мероприятия | 4 | ∅ | ∅ | [stg_act__talent.level] | municipal | regional", "пути выпускников | 4 | ∅ | ∅ | [stg_act__graduate_path.n_spo] | 5 | 6",
            "аттестаты | 4 | ∅ | ∅ | [stg_act__certificate.n_not_received] | 1 | 0", "НОКО | 4 | ∅ | ∅ | [stg_noko__score.criterion_3] | 85.5 | 86.5",
            "показатели | 4 | ∅ | ∅ | [stg_ind__value.value] | ∅ | 12.5", "контекст школ | 4 | ∅ | ∅ | [stg_ctx__school.pct_special_needs] | 3.0 | 4.0",
            "официальные перечни | 4 | ∅ | ∅ | [stg_list__bias.ma4] | true | false", "местные таблицы | 4 | РУ | ∅ | [stg_local__aggregate.mean] | 7.5 | 8.0",
        ], run.Rows("SELECT target, target_row, subject, period, fields, expect, new_value FROM staging.stg_correction ORDER BY row_no"));
    }

    [Fact]
    public void Columns_and_words_of_the_vocabulary_are_those_of_staging()
    {
        using var run = new IntakeRun();
        run.Load();
        var columns = run.Rows("SELECT table_name || '.' || column_name FROM duckdb_columns() WHERE schema_name = 'staging'").ToHashSet(StringComparer.Ordinal);
        var folder = Path.Combine(IntakeRun.SourcesFolder, "corrections", "vocabulary");
        string[][] Lines(string name) => [.. File.ReadAllLines(Path.Combine(folder, name)).Skip(1).Select(l => l.Split(';'))];
        var targets = Lines("correction_table.csv").Select(l => l[1]).ToHashSet(StringComparer.Ordinal);
        var choices = Lines("correction_value.csv").Select(l => l[1]).ToHashSet(StringComparer.Ordinal);
        Assert.All(Lines("correction_column.csv"), l =>
        {
            Assert.Contains(l[1], targets);
            Assert.Contains(l[2], columns);
            Assert.Equal(l[3] == "enum", choices.Contains(l[6]));
        });
        // A word of a table means values of one kind, whatever form the file has.
        Assert.All(Lines("correction_column.csv").GroupBy(l => (l[0], l[1])), g => Assert.Single(g.Select(l => string.Join(';', l[3..])).Distinct()));
    }

    [Theory]
    [InlineData("correction.row", 0, "ГИА")]
    [InlineData("correction.table", 0, "Ф3")]
    [InlineData("correction.file", 1, "")]
    [InlineData("correction.row", 3, "")]
    [InlineData("correction.column", 6, "фамилия")]
    [InlineData("correction.value", 7, "десять")]
    [InlineData("correction.value", 8, "201")]
    [InlineData("correction.same", 8, "10")]
    [InlineData("correction.reason", 9, "")]
    [InlineData("correction.author", 10, "")]
    [InlineData("correction.date", 11, "летом")]
    public void A_fault_is_named(string rule, int column, string value)
    {
        using var run = new IntakeRun();
        object?[] line = ["ВПР", "Ф1.xlsx", null, 12, null, null, "первичный балл", 10, 12, "опечатка", "методист", "01.06.2024"];
        line[column] = value;
        if (value == "ГИА") line[3] = null;
        run.LoadFile("corrections.csv", TextTable.ToBytes([Head, line]));
        Assert.Equal($"2 | {rule} | row", run.Scalar("SELECT row_no, rule, severity FROM rejects.reject"));
        Assert.Equal("0", run.Scalar("SELECT count(*) FROM staging.stg_correction"));
    }
}
