using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Sections.Objectivity;
using MsokoAnalytics.Reports.Tests.Samples;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Sections;

public sealed class ObjectivitySectionTests
{
    private const string Work = "ВПР-2021-spring-05-МА-base";

    [Fact]
    public void The_curve_keeps_the_heaps_and_takes_the_mean_of_the_class()
    {
        // Scores 0, 1, 2 with weights 1, 2, 1 and mean 1.2: e^b = r gives (2r + 2r²)/(1 + 2r + r²) = 1.2, so r = 1.5 and the shares are 1, 3, 2.25 of 6.25.
        var curve = ExpectedCurve.Tilt([1, 2, 1, 0], 1.2)!;

        Assert.Equal([16, 48, 36, 0], curve);
        Assert.Null(ExpectedCurve.Tilt([1, 2, 1], 2));
        Assert.Null(ExpectedCurve.Tilt([0, 5, 0], 1));
    }

    [Fact]
    public void An_entry_tells_what_was_seen_and_what_speaks_against()
    {
        var model = Model(Flag("a", .9, .04), Flag("b", .7, .09) with { List = "зона внимания" }, Flag("c", .95, .01) with { Status = "снят", StatusReason = "перепроверено" });

        var entry = Assert.Single(model.Check);
        Assert.Equal("Школа А, 5А, Математика", entry.Title);
        Assert.Equal(["На пороговых баллах 13 работ при ожидаемых 5,3."], entry.Lines);
        Assert.Equal("наборы баллов по заданиям обычны.", entry.Against);
        Assert.Equal(["Что делать: перепроверка."], entry.Advice);
        Assert.Contains("вероятность 90\u00A0%, без других лет и классов 61\u00A0%", entry.Facts, StringComparison.Ordinal);
        Assert.Single(model.Attention);
        Assert.Equal("снят: перепроверено", Assert.Single(model.Decided).Status);
    }

    [Fact]
    public void A_probability_is_never_certain()
    {
        Assert.Equal("более 99\u00A0%", ObjectivityTexts.Probability(1));
        Assert.Equal("менее 1\u00A0%", ObjectivityTexts.Probability(0));
        Assert.Equal("87\u00A0%", ObjectivityTexts.Probability(.866));
    }

    [Fact]
    public void Expected_shares_are_means_of_the_probabilities_of_a_year()
    {
        var model = Model();

        Assert.Equal([2020, 2021], model.Years);
        Assert.Equal(["МА", "ИС"], model.Subjects);
        var row = model.Heat[0];
        Assert.Equal([null, 25.0], row.Cells[0]); // МА: nothing in 2020; 1 of 4 classes expected in 2021
        Assert.Equal([10.0, null], row.Cells[1]);
        Assert.Equal(new YearShare(10, 2), row.Years[0]);
        Assert.Equal(["Школа А"], model.Clear);
    }

    [Fact]
    public void Without_an_entry_the_conclusions_say_so_and_refusals_stay()
    {
        var content = ObjectivitySection.Build(Context(), Records())!;

        Assert.Contains(content.Conclusions, c => c.Text.Contains("ни один не даёт оснований для проверки", StringComparison.Ordinal));
        var refusal = Assert.Single(((ObjectivityModel)content.Data).Refusals);
        Assert.Equal(new Refusal("Например: Участников в классе: 3, нужно не менее 5.", 4, "Школа А", "МА\u00A05"), refusal);
        Assert.All(content.Conclusions, c => Assert.DoesNotContain("наруш", c.Text.Replace("не вывод о нарушении", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_analysed_means_no_section() =>
        Assert.Null(ObjectivitySection.Build(Context(), Records() with { Diagnostics = [], Refusals = [] }));

    [Fact]
    public void A_school_sees_its_own_entries_only()
    {
        var hand = Hand();
        var records = Records(Flag("a", .9, .04), Flag("b", .9, .04) with { SchoolId = "000002" });

        var model = (SchoolObjectivityModel)SchoolObjectivitySection.Build(BuildContext.ForSchool(hand.Data(), new SchoolRow { SchoolId = "000001", Name = "Школа А" }, HandMade.Spring2021), records)!.Data;

        Assert.Equal("5А, Математика", Assert.Single(model.Entries).Title);
        Assert.Equal("5 МА: средний балл", model.Official);
        Assert.Equal("в перечне: 4 РУ (Письмо 1)", model.Federal);
    }

    [Fact]
    public void The_timeline_names_subjects_and_classes_of_every_year_and_leaves_out_what_was_cleared()
    {
        var hand = Hand();
        var second = hand.Work(HandMade.Spring2021, 4, "РУ", "Русский язык");
        var works = new[] { hand.Work(HandMade.Spring2021, 5, "МА", "Математика"), second }.ToDictionary(w => w.WorkId, StringComparer.Ordinal);
        var year = Flag("y", .93, .02) with { Level = "школа × год", WorkId = null, ClassId = null, AcademicYear = "2020/21" };
        var records = Records(
            Flag("a", .9, .04) with { AcademicYear = "2020/21" }, Flag("b", .9, .04) with { AcademicYear = "2020/21" }, Flag("c", .8, .05) with { AcademicYear = "2020/21", WorkId = second.WorkId },
            Flag("d", .9, .04) with { AcademicYear = "2020/21", WorkId = second.WorkId, Status = "снят" }, year, year with { FlagId = "s", Level = "школа", AcademicYear = null, Posterior = .999 });

        var timeline = ObjectivityTimeline.Build([("000001", "Школа А"), ("000002", "Школа Б")], records, works)!;

        Assert.Equal(["2020/21"], timeline.Years);
        var row = Assert.Single(timeline.Rows);
        Assert.Equal("Школа А", row.School);
        Assert.Equal(new TimelineCell("РУ\u00A04; МА\u00A05×2", "93\u00A0%"), Assert.Single(row.Cells));
        Assert.Equal("более 99\u00A0%", row.Whole);
        Assert.Null(ObjectivityTimeline.Build([("000002", "Школа Б")], records, works));
    }

    [Fact]
    public void A_work_in_which_the_school_stands_out_as_a_whole_is_listed_apart()
    {
        var sign = Assert.Single(Model(Flag("w", .85, .04) with { Level = "школа × работа", ClassId = null, N = 41 }).Works);

        Assert.Equal(new WorkSign("Школа А", "Математика, 5\u00A0класс", 41, "85\u00A0%", "список для проверки", "новый"), sign);
    }

    [Fact]
    public void A_school_card_keeps_to_its_page_and_counts_the_rest()
    {
        var records = Records([.. Enumerable.Range(0, 9).Select(i => Flag($"f{i}", .9 - i * .01, .04))]);

        var model = (SchoolObjectivityModel)SchoolObjectivitySection.Build(BuildContext.ForSchool(Hand().Data(), new SchoolRow { SchoolId = "000001", Name = "Школа А" }, HandMade.Spring2021), records)!.Data;

        Assert.Equal((2, 3, 4), (model.Entries.Count, model.Brief.Count, model.More));
    }

    [Fact]
    public void Signs_in_the_current_marks_are_a_list_of_their_own()
    {
        var content = ObjectivitySection.Build(Context(), Records(Journal("j", "класс × работа") with { ClassId = "класс" }))!;
        var model = (ObjectivityModel)content.Data;

        Assert.Empty(model.Check);
        Assert.Equal(["Школа А"], model.Clear); // nothing is said of its ВПР
        var sign = Assert.Single(model.Journal);
        Assert.Equal(("Школа А", "5А, Математика", 20, "+0,31", "97\u00A0%"), (sign.School, sign.What, sign.N, sign.Leniency, sign.Probability));
        Assert.Equal("Средняя отметка в журнале 4,10 при ожидаемой 3,70.", sign.Seen);
        Assert.Equal("мягкость — непрерывная величина.", sign.Against);
        Assert.Contains(content.Conclusions, c => c.Lead == "Текущие отметки" && c.Text.Contains("записей 1, школ 1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_work_that_stands_on_the_list_as_a_whole_tells_its_classes_and_another_wave_is_not_shown()
    {
        var model = Model(
            Journal("c", "класс × работа") with { ClassId = "класс" }, Journal("w", "школа × работа"),
            Journal("y", "школа × год") with { WorkId = null, AcademicYear = "2019/20" }, Journal("z", "школа × работа") with { Status = "снят", StatusReason = "беседа" });

        Assert.Equal("Математика, 5\u00A0класс", Assert.Single(model.Journal).What);
        Assert.Equal("снят: беседа", Assert.Single(model.JournalDecided).Status);
    }

    [Fact]
    public void A_school_card_shows_two_signs_of_its_journal_and_counts_the_rest()
    {
        var hand = Hand();
        const string year = "2020/21";
        var records = Records(
            Journal("a", "класс × работа") with { ClassId = "класс", Posterior = .99 }, Journal("b", "класс × работа") with { ClassId = "другой", ClassLabel = "Б" },
            Journal("y", "школа × год") with { WorkId = null, AcademicYear = year }, Journal("s", "школа × год") with { SchoolId = "000002", WorkId = null, AcademicYear = year });

        var model = (SchoolObjectivityModel)SchoolObjectivitySection.Build(BuildContext.ForSchool(hand.Data(), new SchoolRow { SchoolId = "000001", Name = "Школа А" }, HandMade.Spring2021), records)!.Data;

        Assert.Equal([$"{year}\u00A0год, все работы вместе", "5А, Математика"], model.Journal.Select(j => j.What));
        Assert.Equal(1, model.JournalMore);
        Assert.Empty(model.Entries);
    }

    [Fact]
    public void Diagnostics_become_sentences_and_tables()
    {
        DiagnosticRow[] rows =
        [
            new() { Name = "rho_municipality", Value = .124, Low = .08, High = .17, N = 38, Text = "Округление", ModelVersion = "1" },
            new() { Name = "range_Rounding", Value = .25, TrainingLow = 0, TrainingHigh = .2, InRange = false, Text = "Фоновое округление до порога: вне обучающего диапазона", ModelVersion = "1" },
            new() { Name = "range_FewUnitsOfSubject", Value = 86, TrainingLow = 60, InRange = true, Text = "Наименьшее число классов: в обучающем диапазоне", ModelVersion = "1" },
            new() { Name = "training_range", Value = 1, N = 6, InRange = false, Text = "Данные вне обучающего диапазона: фоновое округление до порога", ModelVersion = "1" },
            new() { Name = "flagged_ours_5", Value = .0159, Low = .0129, High = .0197, N = 5275, Text = "Наш список", ModelVersion = "1" },
            new() { Name = "flagged_fioko", Value = .2, Low = .19, High = .21, N = 5275, Text = "Правило", ModelVersion = "1" },
            new() { Name = "reviewed_80_95", Value = 2 / 3.0, Low = .2077, High = .9385, N = 3, Text = "Подтверждено 80–95 %", ModelVersion = "1" },
        ];
        var records = Records() with { Diagnostics = rows };
        var model = ((ObjectivityModel)ObjectivitySection.Build(Context(), records)!.Data).Diagnostics;

        Assert.Equal("Округление до порога отметки в муниципалитете: в половине школ поднято не менее 12\u00A0% работ на балл ниже порога (95\u00A0%: 8\u00A0%–17\u00A0%), школ — 38.", model.Heaping);
        Assert.Equal(new RangeSummary("Данные вне обучающего диапазона: фоновое округление до порога", false), model.Training);
        Assert.Equal(new RangeCheck("Фоновое округление до порога", "0,25", "0,00–0,20", false), model.Range[0]);
        Assert.Equal(new RangeCheck("Наименьшее число классов", "86", "от 60", true), model.Range[1]);
        Assert.Equal([("Наш список", 1.6, true), ("Правило", 20, false)], model.Flagged.Select(f => (f.Text, f.Value, f.Ours)));
        Assert.Equal((66.7, 20.8, 93.9, 3), (model.Agreement[0].Value, model.Agreement[0].Low, model.Agreement[0].High, model.Agreement[0].N));
        Assert.NotNull(DiagnosticTables.Outside(records));
        Assert.Null(DiagnosticTables.Outside(Records()));
    }

    [Fact]
    public void Warnings_are_one_text_that_ends_once()
    {
        const string tail = "Данные вне области калибровки: доля ложных отметок может быть в два–три раза выше объявленной.";
        DiagnosticRow Warning(string name, string head) => new() { Name = "warning_" + name, Text = $"{head} {tail}", ModelVersion = "1" };
        List<string> Of(params DiagnosticRow[] rows) => [.. ((ObjectivityModel)ObjectivitySection.Build(Context(), Records() with { Diagnostics = rows })!.Data).Warnings];
        Assert.Equal([$"Округление выше. Распределение другое. {tail}"], Of(Warning("Rounding", "Округление выше."), Warning("LogOddsShape", "Распределение другое.")));
        Assert.Equal([$"Округление выше. {tail}"], Of(Warning("Rounding", "Округление выше.")));
        Assert.Empty(Of(new DiagnosticRow { Name = "rho", Value = .1, Text = "Округление", ModelVersion = "1" }));
    }

    [Fact]
    public void A_school_without_a_judged_class_is_named()
    {
        var model = (ObjectivityModel)ObjectivitySection.Build(Context(), Records() with { Subjects = [] })!.Data;

        Assert.Equal(["Школа А"], model.Unjudged);
        Assert.Empty(model.Clear);
        Assert.Empty(Model().Unjudged);
    }

    private static FlagRow Journal(string id, string level) => Flag(id, .97, .03) with
    {
        Level = level, ClassId = null, Direction = "журнал", Mechanism = "завышение текущих отметок", EffectMarks = .309,
        Explanation = "Школа А, 5А: признаки завышения текущих отметок.\nСредняя отметка в журнале 4,10 при ожидаемой 3,70.\nОбычный разброс ±0,1.\nПротив: мягкость — непрерывная величина.\nЧто делать: посмотреть журнал.",
        Against = "Против: мягкость — непрерывная величина.",
    };

    private static ObjectivityModel Model(params FlagRow[] flags) => (ObjectivityModel)ObjectivitySection.Build(Context(), Records(flags))!.Data;

    private static BuildContext Context() => Hand().MunicipalityContext();

    private static HandMade Hand()
    {
        var hand = new HandMade().School("000001", "Школа А");
        var work = hand.Work(HandMade.Spring2021, 5, "МА", "Математика");
        return hand.Result(work, HandMade.Municipality, 5, 20, 20, 5).Result(work, HandMade.Of("000001"), 2, 8, 8, 2);
    }

    private static FlagRow Flag(string id, double posterior, double q) => new()
    {
        FlagId = id, Level = "класс × работа", List = "список для проверки", WorkId = Work, SchoolId = "000001", ClassId = "класс", ClassLabel = "А", Direction = "впр", Mechanism = "подтягивание до порога отметки",
        Posterior = posterior, PosteriorAlone = .61, QValue = q, ConformalP = .002, N = 20, Tier = "T2", Status = "новый",
        Explanation = "Школа А, 5А: вероятность необъективности 90 %.\nНа пороговых баллах 13 работ при ожидаемых 5,3.\nПротив: наборы баллов по заданиям обычны.\nЧто делать: перепроверка.", Against = "Против: наборы баллов по заданиям обычны.",
    };

    private static ObjectivityRecords Records(params FlagRow[] flags) => new()
    {
        Flags = [.. flags.Where(f => f.Direction != "журнал")],
        JournalFlags = [.. flags.Where(f => f.Direction == "журнал")],
        Subjects =
        [
            new SubjectYearRow { SchoolId = "000001", Year = 2021, Subject = "МА", Units = 4, Expected = 1 },
            new SubjectYearRow { SchoolId = "000001", Year = 2020, Subject = "ИС", Units = 2, Expected = .2 },
        ],
        Refusals =
        [
            new RefusalRow { Year = 2021, SchoolId = "000001", WorkId = Work, Reason = "SmallClass", Text = "Участников в классе: 3, нужно не менее 5.", Count = 4 },
            new RefusalRow { Year = 2020, SchoolId = "000001", Reason = "SmallClass", Text = "Участников в классе: 2, нужно не менее 5.", Count = 9 },
        ],
        Diagnostics = [new DiagnosticRow { Name = "rho", Value = .05, Text = "Округление", ModelVersion = "1" }],
        Markers = [new MarkerRow { Year = 2021, SchoolId = "000001", Markers = "5 МА: средний балл", Fired = 1 }],
        Baselines = [],
        Listed = [new ListedRow { Year = 2021, SchoolId = "000001", Works = "4 РУ", Document = "Письмо 1" }],
        Index = [],
        Scores = Array.Empty<ScoreCountRow>().ToLookup(s => (s.WorkId, s.ClassId)),
        Pairs = Array.Empty<PairCountRow>().ToLookup(s => (s.WorkId, s.ClassId)),
    };
}
