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

    [Theory]
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
        run.LoadFile("corrections.csv", TextTable.ToBytes([Head, line]));
        Assert.Equal($"2 | {rule} | row", run.Scalar("SELECT row_no, rule, severity FROM rejects.reject"));
        Assert.Equal("0", run.Scalar("SELECT count(*) FROM staging.stg_correction"));
    }
}
