using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Tests.Samples;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Building;

public sealed class NotesTests
{
    [Fact]
    public void Scales_say_where_the_marks_come_from()
    {
        var hand = new HandMade();
        hand.Result(hand.Work(HandMade.Spring2021, 4, "РУ", "Русский язык"), HandMade.Municipality, 5, 5, 5, 5)
            .Result(hand.Work(HandMade.Spring2021, 4, "МА", "Математика"), HandMade.Municipality, 5, 5, 5, 5)
            .Result(hand.Work(HandMade.Spring2021, 4, "ОМ", "Окружающий мир", scaleStatus: "допущение"), HandMade.Municipality, 5, 5, 5, 5, markSource: "assumed")
            .Result(hand.Work(HandMade.Spring2021, 5, "РУ", "Русский язык", scaleStatus: "допущение"), HandMade.Municipality, 5, 5, 5, 5, markSource: "file")
            .Result(hand.Work(HandMade.Spring2021, 5, "МА", "Математика"), HandMade.Municipality, 5, 5, 5, 5, markSource: "mixed")
            .Result(hand.Work(HandMade.Spring2021, 5, "ЛЧ", "Литературное чтение", scaleStatus: null), HandMade.Municipality, 5, 5, 5, 5, markSource: "file");

        var notes = NotesBuilder.Build(hand.MunicipalityContext(), [], hasFunnels: false, hasDynamics: false, hasJournal: false);

        Assert.Equal(
            [
                "Отметки — шкала 2021_года (официальная).|РУ_4, МА_4.",
                "Отметки — шкала 2020_года (допущение).|ОМ_4.",
                "Отметки — из файлов; границы на гистограммах — шкала 2020_года (допущение).|РУ_5.",
                "Отметки — из файлов, а где их там нет — шкала 2021_года (официальная).|МА_5.",
                "Отметки — из файлов, шкалы нет.|ЛЧ_5.",
            ],
            notes.Scales.Select(s => $"{s.Lead}|{s.Text}".Replace('\u00A0', '_')));
        Assert.Contains("№\u00A002-86", notes.Legal, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_one_name_are_counted_together_and_a_long_list_is_cut_with_its_rest_counted()
    {
        var hand = new HandMade();
        hand.Result(hand.Work(HandMade.Spring2021, 4, "РУ", "Русский язык"), HandMade.Municipality, 5, 5, 5, 5);
        string[] files =
        [
            .. Enumerable.Range(4, 5).Select(g => $"ВПР 2024/{g} класс/Ф1.xlsx"), "ВПР 2024\\4 класс\\Ф3.xlsx", "ВПР 2024/5 класс/Ф3.xlsx", "отдельно.csv",
            .. Enumerable.Range(1, 9).Select(i => $"школы/форма {i}.xlsx"),
        ];

        var notes = NotesBuilder.Build(hand.MunicipalityContext(), files, hasFunnels: false, hasDynamics: false, hasJournal: false);

        Assert.Equal(
            ["ВПР 2024: Ф1.xlsx (5), Ф3.xlsx (2)", "отдельно.csv", "школы: форма 1.xlsx, форма 2.xlsx, форма 3.xlsx, форма 4.xlsx, форма 5.xlsx"],
            notes.Files);
        Assert.Equal(17, notes.FilesTotal);
        Assert.Equal(4, notes.FilesMore);
    }
}
