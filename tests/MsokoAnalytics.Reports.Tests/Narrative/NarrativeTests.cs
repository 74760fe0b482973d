using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Narrative;
using MsokoAnalytics.Reports.Tests.Samples;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Narrative;

public sealed class NarrativeTests
{
    [Fact]
    public void The_municipality_is_described_in_figures_that_can_be_worked_out_on_paper()
    {
        var hand = new HandMade();
        for (var i = 1; i <= 21; i++) hand.School($"9900{i:00}", $"СОШ № {i}");
        var russian = hand.Work(HandMade.Spring2021, 4, "РУ", "Русский язык");
        var maths = hand.Work(HandMade.Spring2021, 4, "МА", "Математика", scaleStatus: "допущение");
        hand.Result(russian, HandMade.Municipality, 100, 400, 400, 100, enrolled: 1100) // качество 50.0 %
            .Result(maths, HandMade.Municipality, 200, 500, 200, 100, enrolled: 1150, markSource: "assumed") // 30.0 %
            .Result(russian, HandMade.Region, 1000, 5000, 3000, 1000) // 40.0 %: ours is higher
            .Result(maths, HandMade.Region, 1000, 5000, 3000, 1000) // 40.0 %: ours is lower
            .Journal(russian, HandMade.Municipality, 300, 600, 60, gap2: 24).Journal(maths, HandMade.Municipality, 180, 420, 0, gap2: 0)
            .Journal(russian, HandMade.Region, 1000, 2000, 1000).Journal(maths, HandMade.Region, 1000, 4000, 1000);
        var facts = new MunicipalityFacts(21, 42, 12, 2, 30, 5, 3, null);

        var conclusions = MunicipalityNarrative.Build(hand.MunicipalityContext(), facts);

        string[] expected =
        [
            "Участие.|Весной 2021_года ВПР писали в 21_школе: 2_работы по 2_предметам, 2_000_результатов. Явка — 88,9_% (2_000 из 2_250).",
            "Отметки.|По всем работам вместе успеваемость составила 85,0_%, качество — 40,0_% (n = 2_000, ученик учтён в каждой написанной работе).",
            "Сравнение: регион.|Качество выше регионального в 1_работе, ниже в 1_работе. Наибольшее отставание: математика, 4_класс (−10,0_п.п.). Наибольшее превышение: русский язык, 4_класс (+10,0_п.п.).",
            // 480, 1020 and 60 of 1560; the region 2000 of 10000; 24 of 1560.
            "Журнал.|Отметку по журналу подтвердили 65,4_% участников, понизили — 30,8_%, повысили — 3,8_% (n = 1_560). По региону в тех же работах понизили 20,0_%. "
            + "На две отметки и более расходятся 1,5_%. Чаще всего отметка за ВПР ниже журнальной: русский язык, 4_класс (31,3_%); математика, 4_класс (30,0_%).",
            "Школы.|В 2_основных работах за 99,8-процентные контрольные границы качества хотя бы раз вышли 3_школы (5_случаев из 30). Это признаки, требующие анализа, а не вывод о причинах.",
            "Полнота данных.|Малых групп (менее 10 участников) — 12 из 42 сочетаний школы и работы; доли по ним не приводятся. В 1_работе отметка получена по шкале другого года (допущение).",
        ];
        Assert.Equal(expected.Select(e => e.Replace('_', '\u00A0')), conclusions.Select(c => $"{c.Lead}|{c.Text}"));
    }

    [Fact]
    public void The_school_is_compared_with_what_the_municipality_would_have_in_the_same_works()
    {
        var hand = new HandMade().School("990001", "СОШ № 1");
        var school = HandMade.Of("990001");
        var before = hand.Work(new WaveKey(2020, WaveKey.Autumn), 5, "МА", "Математика");
        var maths = hand.Work(HandMade.Spring2021, 5, "МА", "Математика");
        var history = hand.Work(HandMade.Spring2021, 5, "ИС", "История");
        hand.Result(before, school, 10, 10, 15, 5).Result(before, HandMade.Municipality, 100, 200, 60, 40) // 50 % and 25 %
            .Result(maths, school, 4, 16, 16, 4, enrolled: 44).Result(maths, HandMade.Municipality, 100, 180, 80, 40) // 50 % of 40 and 30 %
            .Result(history, school, 1, 9, 9, 1, enrolled: 21).Result(history, HandMade.Municipality, 50, 60, 45, 45); // 50 % of 20 and 45 %
        var tasks = new TaskSection(
            "heatmap", 3, [], null, string.Empty, "муниципалитет", [new WeakTask("Математика, 5\u00A0класс", "9.1", 40, 12.5, 20, -7.5, null)], 0);

        var conclusions = SchoolNarrative.Build(hand.SchoolContext("990001"), tasks);

        string[] expected =
        [
            "Участие.|Весной 2021_года в школе написаны 2_работы по 2_предметам: 60_результатов. Явка — 92,3_% (60 из 65).",
            // 55 of 60 passed, 30 of 60 with quality; (40·30 % + 20·45 %) / 60 = 35 %.
            "Отметки.|По всем работам вместе успеваемость — 91,7_%, качество — 50,0_% (n = 60, ученик учтён в каждой написанной работе). При долях муниципалитета в тех же работах качество составило бы 35,0_% (разница +15,0_п.п.).",
            // Wilson: 20 of 40 is 35.2–64.8 %, so 30 % is outside; 10 of 20 is 29.9–70.1 %, so 45 % is within.
            "Сравнение: муниципалитет.|Качество выше муниципального в 1_работе; в остальных (1) отличие не выходит за пределы 95-процентного интервала. Наибольшее превышение: математика, 5_класс (+20,0_п.п.).",
            "Задания.|Наибольшее отставание (по сравнению с муниципалитетом): математика, 5_класс, задание 9.1 (12,5_% против 20,0_%).",
            "Динамика.|В 1_работе, которую школа писала и осенью 2020_года, качество изменилось с 50,0 до 50,0_% (по муниципалитету — с 25,0 до 30,0_%). Сравниваются разные наборы учащихся.",
        ];
        Assert.Equal(expected.Select(e => e.Replace('_', '\u00A0')), conclusions.Select(c => $"{c.Lead}|{c.Text}"));
    }

    [Fact]
    public void A_tiny_school_gets_no_shares_at_all()
    {
        var hand = new HandMade().School("990001", "НОШ");
        var work = hand.Work(HandMade.Spring2021, 4, "РУ", "Русский язык");
        hand.Result(work, HandMade.Of("990001"), 1, 2, 3, 1, enrolled: 7).Result(work, HandMade.Municipality, 10, 20, 30, 40)
            .Journal(work, HandMade.Of("990001"), 3, 3, 1);

        var conclusions = SchoolNarrative.Build(hand.SchoolContext("990001"), null);

        Assert.Equal(
            [
                "Весной 2021\u00A0года в школе написана 1\u00A0работа по 1\u00A0предмету: 7\u00A0результатов. Явка — 100,0\u00A0% (7 из 7).",
                "Учеников менее 10, доли не приводятся.",
                "Учеников с отметкой по журналу менее 10, доли не приводятся.",
                "Малых групп (менее 10 участников) — 1 из 1; показано только число отметок.",
            ],
            conclusions.Select(c => c.Text));
    }

    [Fact]
    public void Without_a_region_the_summary_says_so()
    {
        var hand = new HandMade();
        hand.Result(hand.Work(HandMade.Spring2021, 4, "РУ", "Русский язык"), HandMade.Municipality, 10, 20, 30, 40);

        var conclusions = MunicipalityNarrative.Build(hand.MunicipalityContext(), new MunicipalityFacts(1, 1, 0, 0, 0, 0, 0, null));

        Assert.Contains(conclusions, c => c.Lead == "Сравнение." && c.Text.StartsWith("Данных региона и страны", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("необъективн")]
    [InlineData("наруш")]
    [InlineData("завыш")]
    [InlineData("заниж")]
    [InlineData("рейтинг")]
    [InlineData("место")]
    [InlineData("лучш")]
    [InlineData("худш")]
    public void Conclusions_never_judge(string word)
    {
        var region = new SampleRegion(schools: 25);
        var wave = new WaveKey(2023, WaveKey.Spring);
        var data = region.Data(wave);
        var models = region.Schools.Select(s => SampleReports.School(data, s, wave)).Append(SampleReports.Municipality(data, wave));

        Assert.All(models.SelectMany(m => m.Conclusions), c => Assert.DoesNotContain(word, c.Text, StringComparison.OrdinalIgnoreCase));
    }
}
