using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Gia;

/// <summary>One bad file per fault: what is rejected, by which rule, and what stays.</summary>
public sealed class FaultTests
{
    private static readonly GiaForm Oge = GiaForm.All["gia_oge"];
    private static readonly GiaForm Ege = GiaForm.All["gia_ege_compact"];

    private static FileAccount Load(IntakeRun run, GiaForm form, params Graduate[] graduates) => run.LoadFile(form.FileName + ".xlsx", form.Bytes("xlsx", form.Table(graduates)));

    [Theory]
    [InlineData("не явился", "absent")]
    [InlineData("Неявка", "absent")]
    [InlineData("удалён с экзамена", "removed")]
    [InlineData("Аннулирован", "annulled")]
    [InlineData("не завершил экзамен по уважительной причине", "not_finished")]
    public void Words_in_place_of_scores_are_statuses(string word, string status)
    {
        using var run = new IntakeRun();
        Load(run, Oge, new Graduate { Short = null, Long = null, Primary = null, Result = word });
        Load(run, Ege, new Graduate { Short = null, Long = null, Primary = word, Result = null });
        Assert.Equal([$"{status} | ∅ | ∅ | ∅", $"{status} | ∅ | ∅ | ∅"], run.Rows("SELECT status, primary_score, test_score, mark FROM staging.stg_gia__result"));
        Assert.Empty(run.Rejects());
    }

    [Fact]
    public void A_row_without_any_result_is_no_two()
    {
        using var run = new IntakeRun();
        Load(run, Oge, new Graduate { Short = null, Long = null, Primary = null, Result = null });
        Assert.Equal("no_result | ∅ | ∅", run.Scalar("SELECT status, primary_score, mark FROM staging.stg_gia__result"));
    }

    [Fact]
    public void A_true_zero_is_a_result()
    {
        using var run = new IntakeRun();
        Load(run, Oge, new Graduate { Short = "----", Long = "0(2)0(3)", Primary = 0, Result = 2 });
        Assert.Equal("present | 0 | 2 | [0,0,0,0] | [0,0]", run.Scalar("SELECT status, primary_score, mark, short_score, long_score FROM staging.stg_gia__result"));
    }

    [Theory]
    [InlineData("++2?", null, "gia.tasks | текст")]
    [InlineData("3(2)", null, "gia.tasks | текст")]
    [InlineData("1(2", null, "gia.tasks | текст")]
    [InlineData(null, "5(3)2(3)", "gia.tasks | текст")]
    [InlineData("+", null, "gia.tasks_count | заданий 1")]
    public void An_answer_string_that_cannot_be_read_is_set_aside_and_the_scores_stay(string? shortAnswers, string? longAnswers, string expected)
    {
        using var run = new IntakeRun();
        Load(run, Oge, new Graduate(), new Graduate("Сочинялова") { Number = "1" }, new Graduate("Небывальцев") { Number = "2", Short = shortAnswers ?? "++2-", Long = longAnswers ?? "1(2)2(3)" });
        Assert.Equal([$"5 | {expected}"], run.Rows("SELECT row_no, rule, value_class FROM rejects.reject WHERE severity = 'cell'"));
        Assert.Equal("7 | 4 | " + (shortAnswers is null ? "[1,1,2,0] | ∅" : "∅ | [1,2]"), run.Scalar("SELECT primary_score, mark, short_score, long_score FROM staging.stg_gia__result WHERE row_no = 5"));
    }

    [Fact]
    public void A_total_that_is_not_the_sum_of_the_tasks_stays_and_is_told()
    {
        using var run = new IntakeRun();
        Load(run, Oge, new Graduate { Primary = 9 });
        Assert.Equal(["3 | 14 | Первичный балл | total.differs | warning | целое число"], run.Rejects());
        Assert.Equal("9", run.Scalar("SELECT primary_score FROM staging.stg_gia__result"));
    }

    [Theory]
    [InlineData("сорок", 4, "14 | total.unreadable | текст", "∅ | 4")]
    [InlineData(101, 4, "14 | total.over_max | целое число", "∅ | 4")]
    [InlineData(7, "6", "15 | mark.unreadable | целое число", "7 | ∅")]
    [InlineData(7, "зачёт", "15 | mark.unreadable | текст", "7 | ∅")]
    public void A_score_or_mark_that_cannot_be_read_is_set_aside(object primary, object mark, string expected, string kept)
    {
        using var run = new IntakeRun();
        Load(run, Oge, new Graduate { Short = null, Long = null, Primary = primary, Result = mark });
        Assert.Equal([expected], run.Rows("SELECT column_no, rule, value_class FROM rejects.reject"));
        Assert.Equal(kept, run.Scalar("SELECT primary_score, mark FROM staging.stg_gia__result"));
    }

    [Fact]
    public void A_test_score_above_100_is_set_aside()
    {
        using var run = new IntakeRun();
        Load(run, Ege, new Graduate { Result = 101 });
        Assert.Equal(["16 | gia.test_score | целое число"], run.Rows("SELECT column_no, rule, value_class FROM rejects.reject"));
    }

    [Fact]
    public void A_pupil_without_a_school_is_rejected()
    {
        using var run = new IntakeRun();
        var file = Load(run, Oge, new Graduate(), new Graduate("Сочинялова") { School = null }, new Graduate("Небывальцев") { School = "СОШ 3" });
        Assert.Equal((1, 2), (file.Loaded, file.Rejected));
        Assert.Equal(["4 | 2 | Код ОО | school.missing | row | пусто", "5 | 2 | Код ОО | school.missing | row | текст"], run.Rejects());
    }

    [Fact]
    public void An_appeal_of_an_unknown_exam_is_rejected()
    {
        using var run = new IntakeRun();
        var file = Load(run, GiaForm.All["gia_oge_appeal"], new Graduate(), new Graduate("Сочинялова") { Exam = "Черчение(2026.06.02)" }, new Graduate("Небывальцев") { Appeal = "на усмотрение" });
        Assert.Equal((2, 1), (file.Loaded, file.Rejected));
        Assert.Equal(["4 | 8 | Экзамен | gia.exam | row | текст", "5 | 9 | апелляция | gia.appeal | cell | текст"], run.Rejects());
        Assert.Equal(["granted", "∅"], run.Rows("SELECT appeal_outcome FROM staging.stg_gia__result ORDER BY row_no"));
    }

    [Fact]
    public void A_protocol_without_a_date_needs_a_year_from_elsewhere()
    {
        using var run = new IntakeRun();
        var form = Oge with { Title = "Математика" };
        Assert.Equal("неизвестно: год", Assert.Single(run.LoadFile("протокол.xlsx", form.Bytes("xlsx", form.Table(new Graduate()))).Sheets).Problem);
        Assert.Equal(1, run.LoadFile("2026/протокол.xlsx", form.Bytes("xlsx", form.Table(new Graduate("Сочинялова")))).Loaded);
        Assert.Equal("2026 | ∅", run.Scalar("SELECT year, exam_date FROM staging.stg_gia__result"));
    }

    [Fact]
    public void An_unknown_column_is_named()
    {
        using var run = new IntakeRun();
        var form = Oge with { Header = [.. Oge.Header, "Рейтинг"], Row = (n, g) => [.. Oge.Row(n, g), 3] };
        var sheet = Assert.Single(Load(run, form, new Graduate()).Sheets);
        Assert.Equal((SheetStatus.Unrecognised, "похоже на «РИС ГИА, протокол ОГЭ или ГВЭ» (строка 2); незнакомые столбцы: «Рейтинг»; найдены: «№», «Код ОО», «Класс», «Код ППЭ», «Аудитория», «Код участника», «Фамилия», «Имя» и ещё 7"), (sheet.Status, sheet.Problem));
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        using var run = new IntakeRun();
        var form = Oge with { Header = Oge.Header[..^1], Row = (n, g) => Oge.Row(n, g)[..^1] };
        var sheet = Assert.Single(Load(run, form, new Graduate()).Sheets);
        Assert.Equal((SheetStatus.Unrecognised, "похоже на «РИС ГИА, протокол ОГЭ или ГВЭ» (строка 2); не хватает столбцов: «Оценка»; найдены: «№», «Код ОО», «Класс», «Код ППЭ», «Аудитория», «Код участника», «Фамилия», «Имя» и ещё 6"), (sheet.Status, sheet.Problem));
    }

    [Fact]
    public void A_spreadsheet_that_ate_the_leading_zeros_of_an_answer_string_is_told()
    {
        using var run = new IntakeRun();
        Load(run, Oge, new Graduate { Short = "0021" }, new Graduate("Сочинялова") { Number = "1", Short = "1021" }, new Graduate("Небывальцев") { Number = "2", Short = 21 });
        Assert.Equal(["5 | gia.tasks_count | заданий 2"], run.Rows("SELECT row_no, rule, value_class FROM rejects.reject WHERE severity = 'cell'"));
    }
}
