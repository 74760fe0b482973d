using System.Globalization;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.Objectivity;

/// <summary>«Объективность» of a municipality: the short list with its evidence, schools, background, refusals, published rules beside it.</summary>
internal sealed class ObjectivitySection : IReportSection
{
    private const int MostShapes = 5;
    private const int MostAttention = 8;
    private const int MostJournal = 12;

    public string Name => "objectivity";

    public IReadOnlyList<string> Tables => ObjectivityRecords.Tables;

    public async Task<ISectionData> LoadAsync(WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken)
    {
        var records = await reader.SharedAsync(target, () => ObjectivityRecords.LoadAsync(reader, target, cancellationToken));
        return new SectionData(c => Build(c, records));
    }

    /// <summary>Null where no class and no reason is known.</summary>
    internal static SectionContent? Build(BuildContext context, ObjectivityRecords records)
    {
        if (records.Diagnostics.Count == 0 && records.Refusals.Count == 0) return null;
        var works = context.Data.WorksOf(context.Data.MunicipalityScope).ToDictionary(w => w.WorkId, StringComparer.Ordinal);
        var schools = context.Schools.ToDictionary(s => s.School.SchoolId, s => s.Name, StringComparer.Ordinal);
        var ofWave = records.Flags
            .Where(f => f.Level == ObjectivityTexts.ClassLevel && f.WorkId is not null && works.TryGetValue(f.WorkId, out var w) && w.WaveKey == context.Wave && schools.ContainsKey(f.SchoolId)).ToList();
        var open = ofWave.Where(f => f.Status != ObjectivityTexts.Cleared).OrderByDescending(f => f.Posterior).ThenBy(f => f.FlagId, StringComparer.Ordinal).ToList();
        var check = open.Where(f => f.List == ObjectivityTexts.CheckList).ToList();
        var attention = open.Where(f => f.List != ObjectivityTexts.CheckList).ToList();
        var ofSchools = records.Flags.Where(f => f.Level == "школа" && f.Status != ObjectivityTexts.Cleared && schools.ContainsKey(f.SchoolId)).ToList();
        var years = records.Subjects.Select(s => s.Year).Distinct().Order().ToList();
        var subjects = records.Subjects.Select(s => s.Subject).Distinct(StringComparer.Ordinal).OrderBy(WorkOrder.SubjectOrder).ThenBy(s => s, StringComparer.Ordinal).ToList();
        EntryModel Entry(FlagRow flag) => ObjectivityTexts.Entry(flag, schools[flag.SchoolId], works[flag.WorkId!], namesSchool: true);
        var flagged = open.Select(f => f.SchoolId).Concat(ofSchools.Select(f => f.SchoolId)).ToHashSet(StringComparer.Ordinal);
        var judged = records.Subjects.Where(s => s.Year == context.Wave.Year).Select(s => s.SchoolId).ToHashSet(StringComparer.Ordinal);
        var clear = context.Schools.Where(s => judged.Contains(s.School.SchoolId) && !flagged.Contains(s.School.SchoolId)).Select(s => s.Name).ToList();
        var journal = JournalSigns.OfWave(records.JournalFlags.Where(f => schools.ContainsKey(f.SchoolId)), context.Wave, works);
        var lenient = JournalSigns.Widest(journal);
        JournalSign Lenient(FlagRow flag) => JournalSigns.Sign(flag, schools[flag.SchoolId], flag.WorkId is null ? null : works[flag.WorkId]);
        var model = new ObjectivityModel(
            [.. check.Select(Entry)], [.. attention.Take(MostAttention).Select(Entry)], Math.Max(0, attention.Count - MostAttention),
            Shapes(context, records, check, works, schools),
            [.. context.Schools.Where(s => ofSchools.Exists(f => f.SchoolId == s.School.SchoolId)).Select(s => Sign(s.Name, ofSchools.First(f => f.SchoolId == s.School.SchoolId), records, open))],
            clear, [.. ofWave.Where(f => f.Status == ObjectivityTexts.Cleared).OrderBy(f => f.FlagId, StringComparer.Ordinal).Select(Entry)],
            ObjectivityTimeline.Works(context, records, works), ObjectivityTimeline.Build(context.Schools.Select(s => (s.School.SchoolId, s.Name)), records, works), years, subjects, [.. context.Schools.Where(s => records.Subjects.Any(r => r.SchoolId == s.School.SchoolId)).Select(s => Heat(s.Name, s.School.SchoolId, records, years, subjects))],
            Refusals.OfMunicipality(records, context.Wave.Year, schools, works), Refusals.UnjudgedSchools(context, judged), Background(records), Warnings(records),
            Beside(context, records, open), Rules(records, context.Wave.Year), Index(records, context.Wave.Year), records.ModelVersion,
            [.. ByAlphabet(context, lenient.Take(MostJournal)).Select(Lenient)], Math.Max(0, lenient.Count - MostJournal),
            [.. journal.Where(f => f.Status == ObjectivityTexts.Cleared).OrderBy(f => f.FlagId, StringComparer.Ordinal).Select(Lenient)], DiagnosticTables.Build(records));
        return new SectionContent(model)
        {
            Conclusions = [.. Conclusions(context, records, check, attention, ofSchools, schools, clear, model, [.. journal.Where(f => f.Status != ObjectivityTexts.Cleared)])],
            KeyFigures =
            [
                new KeyFigure("Список для проверки", RussianNumbers.Integer(check.Count), "класс × работа, ложных ≤ 5\u00A0%"),
                new KeyFigure("Зона внимания", RussianNumbers.Integer(attention.Count), "ещё, ложных ≤ 10\u00A0% всего"),
                new KeyFigure("Оценено", RussianNumbers.Integer(records.Subjects.Where(s => s.Year == context.Wave.Year).Sum(s => s.Units)), $"класс × работа, {context.Wave.Year.ToString(CultureInfo.InvariantCulture)}"),
                new KeyFigure("Нельзя судить", RussianNumbers.Integer(model.Refusals.Sum(r => r.Count)), "причины — ниже"),
                new KeyFigure("Школ без записей", RussianNumbers.Integer(clear.Count), $"о ВПР, из {RussianNumbers.Integer(judged.Count(schools.ContainsKey))}"),
            ],
            Notes = [.. Method(records)],
        };
    }

    private static IEnumerable<Conclusion> Conclusions(
        BuildContext context, ObjectivityRecords records, List<FlagRow> check, List<FlagRow> attention, List<FlagRow> ofSchools, Dictionary<string, string> schools, List<string> clear, ObjectivityModel model,
        List<FlagRow> journal)
    {
        var units = records.Subjects.Where(s => s.Year == context.Wave.Year).Sum(s => s.Units);
        yield return new Conclusion("Что найдено", check.Count + attention.Count == 0
            ? $"Из {RussianNumbers.Integer(units)} оценённых результатов «класс × работа» ни один не даёт оснований для проверки."
            : $"Из {RussianNumbers.Integer(units)} оценённых результатов «класс × работа» основания для проверки дают {RussianNumbers.Integer(check.Count)} (список для проверки), ещё {RussianNumbers.Integer(attention.Count)} — зона внимания. "
              + $"Ожидается, что {RussianNumbers.Percent(100 * check.Sum(f => 1 - f.Posterior) / Math.Max(1, check.Count), 0)} записей списка ложные. Это признаки, требующие анализа, а не вывод о нарушении.");
        if (ofSchools.Count > 0)
        {
            yield return new Conclusion("Школы для перепроверки",
                string.Join("; ", ofSchools.Select(f => schools[f.SchoolId]).Distinct(StringComparer.Ordinal).Order(Comparer<string>.Create(SchoolNames.Compare))) + " — по всем годам вместе; порядок алфавитный.");
        }

        yield return new Conclusion("Без оснований", $"Школ, о ВПР которых нет ни одной записи: {RussianNumbers.Integer(clear.Count)}. Слабые вмешательства (1–2 ученика в классе) по одному классу не обнаруживаются.");
        if (records.JournalFlags.Count > 0) yield return new Conclusion("Текущие отметки", JournalSigns.Summary(journal));
        if (records.Diagnostic("rho") is { } rho)
        {
            yield return new Conclusion("Фон", $"Из работ на балл ниже порога отметки поднято до порога по всем школам {RussianNumbers.Percent(100 * rho, 0)}: это общее округление, отдельным школам оно не вменяется."
                + (model.Warnings.Count > 0 ? " Данные вне области калибровки: доля ложных записей может быть в два–три раза выше объявленной." : string.Empty));
        }

        yield return new Conclusion("Что делать", "Перепроверить работы классов из списка вторым проверяющим, на следующую ВПР направить независимых наблюдателей, обсудить текущее оценивание. Решение по каждой записи занести командой msoko review: оно сохранится.");
    }

    private static List<ShapeModel> Shapes(BuildContext context, ObjectivityRecords records, List<FlagRow> check, Dictionary<string, WorkRow> works, Dictionary<string, string> schools)
    {
        var shapes = new List<ShapeModel>();
        foreach (var flag in check.Where(f => f.ClassId is not null && !SmallGroup.Is(f.N)))
        {
            if (shapes.Count == MostShapes) break;
            var work = works[flag.WorkId!];
            var scores = records.Scores[(flag.WorkId!, flag.ClassId!)].ToList();
            if (scores.Count == 0) continue;
            var counts = new int[Math.Max(work.MaxScore ?? 0, scores.Max(s => s.Score)) + 1];
            foreach (var s in scores) counts[s.Score] += s.N;
            double mean = counts.Select((n, s) => (double)n * s).Sum() / counts.Sum();
            var all = context.Data.Scores(work, context.Data.MunicipalityScope);
            double[]? expected = null;
            if (all is not null)
            {
                var padded = new int[counts.Length];
                for (var s = 0; s < Math.Min(all.Count, counts.Length); s++) padded[s] = all[s];
                expected = ExpectedCurve.Tilt(padded, mean);
            }

            var title = ObjectivityTexts.Title(flag, schools[flag.SchoolId], work, namesSchool: true);
            var chart = new HistogramChart(2, counts, work.HasScale ? [work.Min3!.Value, work.Min4!.Value, work.Min5!.Value] : [], work.ScaleAssumed, expected)
            {
                Alt = $"Первичные баллы, {title}: n = {RussianNumbers.Integer(counts.Sum())}, средний {RussianNumbers.Fixed(mean)}; линия — ожидаемое распределение при том же среднем",
            };
            var pairs = records.Pairs[(flag.WorkId!, flag.ClassId!)].ToList();
            shapes.Add(new ShapeModel(title, "n = " + RussianNumbers.Integer(counts.Sum()), context.AddChart($"objectivity-{shapes.Count.ToString(CultureInfo.InvariantCulture)}", chart), pairs.Count == 0 ? null : Matrix(pairs)));
        }

        return shapes;
    }

    private static List<IReadOnlyList<int>> Matrix(List<PairCountRow> pairs) =>
        [.. new[] { 5, 4, 3, 2 }.Select(mark => (IReadOnlyList<int>)[.. new[] { 2, 3, 4, 5 }.Select(journal => pairs.Where(p => p.Mark == mark && p.JournalMark == journal).Sum(p => p.N))])];

    private static SchoolSign Sign(string name, FlagRow flag, ObjectivityRecords records, List<FlagRow> open)
    {
        var own = records.Subjects.Where(s => s.SchoolId == flag.SchoolId).ToList();
        var units = own.Sum(s => s.Units);
        return new SchoolSign(
            name, ObjectivityTexts.Probability(flag.Posterior), units, RussianNumbers.Percent(100 * own.Sum(s => s.Expected) / Math.Max(1, units), 0),
            open.Count(f => f.SchoolId == flag.SchoolId), flag.Status);
    }

    internal static HeatRow Heat(string name, string school, ObjectivityRecords records, List<int> years, List<string> subjects)
    {
        var own = records.Subjects.Where(s => s.SchoolId == school).ToList();
        return new HeatRow(
            name,
            [.. subjects.Select(subject => (IReadOnlyList<double?>)[.. years.Select(year => own.Where(s => s.Subject == subject && s.Year == year).Select(s => (double?)Figures.Round(100 * s.Expected / s.Units)).FirstOrDefault())])],
            [.. years.Select(year =>
            {
                var units = own.Where(s => s.Year == year).Sum(s => s.Units);
                return units == 0 ? null : new YearShare(Figures.Round(100 * own.Where(s => s.Year == year).Sum(s => s.Expected) / units), units);
            })]);
    }

    /// <summary>The strongest ones, by school in the order of the report.</summary>
    private static IEnumerable<FlagRow> ByAlphabet(BuildContext context, IEnumerable<FlagRow> flags) => flags.OrderBy(f => context.SchoolNumbers[f.SchoolId]);

    private static List<string> Background(ObjectivityRecords records)
    {
        var list = new List<string>();
        if (records.Diagnostic("rho") is { } rho) list.Add($"Фоновое округление до порога отметки: {RussianNumbers.Percent(100 * rho, 0)} работ на балл ниже порога.");
        if (records.Diagnostic("prevalence") is { } prevalence) list.Add($"Оценка доли необъективных результатов «класс × работа» по всем годам: {RussianNumbers.Percent(100 * prevalence)}.");
        if (records.Diagnostic("tau_absence") is { } absence) list.Add($"Разброс пропусков между классами: {RussianNumbers.Fixed(absence, 2)} (стандартное отклонение логита).");
        list.AddRange(records.Diagnostics.Where(d => d.Name.StartsWith("units_", StringComparison.Ordinal) || d.Name == "controlled_classes")
            .Select(d => $"{d.Text.Replace("Из них по данным", "Оценено по данным", StringComparison.Ordinal)}: {(d.Value is { } v ? (v == Math.Floor(v) ? RussianNumbers.Integer((long)v) : RussianNumbers.Fixed(v, 2)) : "—")}."));
        return list;
    }

    /// <summary>What lies outside the training range, in one text: every warning ends with the same sentence, told once.</summary>
    private static List<string> Warnings(ObjectivityRecords records)
    {
        const string tail = " Данные вне области калибровки";
        var texts = records.Diagnostics.Where(d => d.Name.StartsWith("warning", StringComparison.Ordinal)).Select(d => d.Text).ToList();
        var heads = texts.ConvertAll(t => t.IndexOf(tail, StringComparison.Ordinal) is > 0 and var at ? t[..at] : t);
        return texts.Count < 2 ? texts : [string.Join(' ', heads.SkipLast(1).Append(texts[^1]))];
    }

    private static List<BesideRow> Beside(BuildContext context, ObjectivityRecords records, List<FlagRow> open)
    {
        var year = context.Wave.Year;
        var rows = new List<BesideRow>();
        foreach (var (school, name) in context.Schools)
        {
            var official = records.Markers.FirstOrDefault(m => m.Year == year && m.SchoolId == school.SchoolId);
            var federal = records.Listed.FirstOrDefault(l => l.Year == year && l.SchoolId == school.SchoolId);
            var ours = open.Count(f => f.SchoolId == school.SchoolId);
            if (official is null && federal is null && ours == 0) continue;
            rows.Add(new BesideRow(name, official?.Markers ?? "—", federal is null ? "—" : federal.Works ?? "да", ours));
        }

        return rows;
    }

    private static List<RuleShare> Rules(ObjectivityRecords records, int year) =>
    [
        .. records.Baselines.Where(b => b.Year == year).OrderBy(b => b.RuleVersion, StringComparer.Ordinal).ThenBy(b => b.Marker, StringComparer.Ordinal)
            .Select(b => new RuleShare(b.RuleVersion, b.MarkerName, b.Computed, b.Fired, Figures.Percent(b.Fired, b.Computed))),
    ];

    private static string? Index(ObjectivityRecords records, int year) => records.Index.FirstOrDefault(i => i.Year == year) is { } i
        ? $"Индекс объективности по методике 2019 года: {RussianNumbers.Fixed(i.Index)} (95\u00A0%: {RussianNumbers.Fixed(i.Low)}–{RussianNumbers.Fixed(i.High)}); школ хотя бы с одним из 14 признаков — {RussianNumbers.Integer(i.Marked)} из {RussianNumbers.Integer(i.Schools)}."
        : null;

    internal static IEnumerable<Conclusion> Method(ObjectivityRecords records)
    {
        yield return new Conclusion("Единица.", "Класс × предмет × работа, не менее 5 участников; в данных не менее 8 школ, в работе не менее 200 участников и 3 классов. Иначе — «нельзя судить» с причиной.");
        yield return new Conclusion("Признаки.", "Десять независимых признаков: уровень против других ВПР и против журнала, журнал против остального, необычные наборы баллов, трудные задания лучше лёгких, списывание, подтягивание до порога, "
            + "отметки «под журнал», отсутствие слабых, согласие с журналом. Общее для всех школ (округление до порога, пропуски, трудность тем) оценивается по этим же данным и вычитается.");
        yield return new Conclusion("Вероятность.", "Отношения правдоподобия шести механизмов против честной работы, затем другие годы того же класса, параллели и школа. Рядом — вероятность без этого контекста и доля честных классов, дающих то же случайно.");
        yield return new Conclusion("Списки.", "Самые длинные перечни, в которых ожидаемая доля ложных записей не выше 5\u00A0% (список для проверки) и 10\u00A0% (зона внимания). Данные T1–T4 — чем меньше номер, тем полнее; без баллов и журнала (T5) школа не отмечается.");
        yield return new Conclusion("Пределы.", $"Модель версии {records.ModelVersion} обучена на сгенерированных мирах с известной правдой; на настоящих данных точность ниже. Обнаруживаются только описанные механизмы. Правила 2018–2026 годов — для сравнения, в вероятность не входят.");
    }
}
