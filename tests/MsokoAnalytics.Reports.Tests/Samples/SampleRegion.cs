using MsokoAnalytics.Reports.Data;

namespace MsokoAnalytics.Reports.Tests.Samples;

/// <summary>
/// Mart rows of an invented municipality inside an invented region, from simulated pupils with a fixed seed. Schools differ in
/// size (many small ones, as in rural districts) and level; scores heap at the boundaries; journals hold hardly any «2».
/// </summary>
internal sealed class SampleRegion
{
    internal const string MunicipalityId = "99_m007";
    internal const string RegionCode = "99";

    private static readonly (int Grade, string Code, string Name, int[] Tasks)[] Subjects =
    [
        (4, "РУ", "Русский язык", [4, 3, 3, 1, 3, 3, 1, 2, 3, 2, 1, 1, 2, 1, 2, 1, 2, 1, 2]),
        (4, "МА", "Математика", [1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 2, 2, 2]),
        (4, "ОМ", "Окружающий мир", [2, 2, 1, 3, 1, 1, 2, 1, 1, 1, 2, 2, 2, 3, 3, 3]),
        (5, "РУ", "Русский язык", [4, 3, 2, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 1, 2, 1, 2, 2, 1, 1, 1]),
        (5, "МА", "Математика", [1, 1, 1, 1, 1, 2, 1, 1, 2, 2, 1, 1, 1, 1, 1, 2]),
        (5, "ИС", "История", [2, 3, 3, 3, 1, 2, 1, 3]),
        (5, "БИ", "Биология", [1, 1, 1, 2, 2, 1, 2, 2, 2, 1, 2, 2, 3, 2, 2]),
        (6, "РУ", "Русский язык", [4, 3, 2, 3, 3, 3, 3, 3, 2, 3, 2, 2, 2, 3, 2, 2, 3, 2, 1, 1]),
        (6, "МА", "Математика", [1, 1, 1, 1, 1, 1, 2, 1, 2, 1, 2, 2]),
        (6, "ОБ", "Обществознание", [1, 3, 1, 3, 2, 2, 1, 3, 2, 1, 1, 1, 2]),
        (6, "ГГ", "География", [1, 2, 1, 2, 2, 2, 1, 2, 2, 1, 2, 2, 3, 2, 2, 2, 3, 2, 2]),
        (7, "РУ", "Русский язык", [4, 3, 2, 3, 3, 2, 2, 3, 2, 2, 2, 2, 2, 3, 2, 1, 1, 2, 2, 2, 2]),
        (7, "МА", "Математика", [1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 2, 1, 2]),
        (7, "ФИ", "Физика", [1, 2, 1, 1, 1, 1, 2, 2, 2, 2, 3]),
        (7, "АЯ", "Английский язык", [5, 2, 4, 4, 5, 5, 1, 2, 2]),
        (7, "НЯ", "Немецкий язык", [5, 2, 4, 4, 5, 5, 1, 2, 2]),
        (8, "РУ", "Русский язык", [4, 3, 2, 3, 3, 2, 2, 3, 2, 2, 2, 3, 2, 3, 2, 2, 1, 2, 2, 2, 3]),
        (8, "МА", "Математика", [1, 1, 1, 1, 1, 2, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 2, 2]),
        (8, "ХИ", "Химия", [1, 2, 2, 3, 2, 1, 2, 1, 2, 1, 3, 2, 2, 2, 3, 2, 2, 3]),
        (10, "ГГ", "География", [1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 2, 1]),
    ];

    private readonly Random _random;
    private readonly List<(string Municipality, SchoolRow School, double Level, double Size)> _schools = [];

    internal SampleRegion(int seed = 20210501, int schools = 40, int otherMunicipalities = 4, params IReadOnlyList<WaveKey> waves)
    {
        _random = new Random(seed);
        AddSchools(MunicipalityId, schools, 0);
        for (var m = 1; m <= otherMunicipalities; m++) AddSchools($"99_m{100 + m}", 12, m * 200);
        foreach (var wave in waves.Count > 0 ? waves : [new(2020, WaveKey.Autumn), new(2021, WaveKey.Spring), new(2023, WaveKey.Spring)]) AddWave(wave);
    }

    internal MunicipalityRow Municipality { get; } = new() { MunicipalityId = MunicipalityId, RegionCode = RegionCode, Name = "Верхнереченский муниципальный округ" };

    internal List<SchoolRow> Schools => [.. _schools.Where(s => s.Municipality == MunicipalityId).Select(s => s.School)];

    internal List<WorkRow> Works { get; } = [];

    internal List<ResultRow> Results { get; } = [];

    internal List<JournalRow> Journal { get; } = [];

    internal List<ScoreRow> Scores { get; } = [];

    internal List<TaskRow> Tasks { get; } = [];

    internal MunicipalityData Data(params IReadOnlyList<WaveKey> shown) => new(
        Municipality, Schools, Works, Results,
        Of(Journal, r => r.WorkId, shown), Of(Scores, r => r.WorkId, shown), Of(Tasks, r => r.WorkId, shown));

    private IEnumerable<T> Of<T>(IEnumerable<T> rows, Func<T, string> work, IReadOnlyList<WaveKey> shown)
    {
        var ids = Works.Where(w => shown.Count == 0 || shown.Contains(w.WaveKey)).Select(w => w.WorkId).ToHashSet(StringComparer.Ordinal);
        return rows.Where(r => ids.Contains(work(r)));
    }

    private void AddSchools(string municipality, int count, int firstId)
    {
        for (var i = 1; i <= count; i++)
        {
            var size = _random.NextDouble() switch { < 0.22 => 3 + (_random.NextDouble() * 6), < 0.6 => 10 + (_random.NextDouble() * 20), < 0.9 => 30 + (_random.NextDouble() * 60), _ => 95 + (_random.NextDouble() * 40) };
            var row = new SchoolRow { SchoolId = $"99{firstId + i:0000}", Name = Name(i) };
            _schools.Add((municipality, row, Normal() * 0.35, size));
        }
    }

    private static string Name(int number) => (number % 8) switch
    {
        1 => $"МБОУ \"Средняя общеобразовательная школа №{number}\"",
        2 => $"Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № {number} имени Героя Советского Союза Ивана Петровича Сидоренко»",
        3 => $"МКОУ «Верхнереченская основная общеобразовательная школа № {number}»",
        4 => $"МАОУ «Гимназия № {number}»",
        5 => $"МБОУ «Средняя общеобразовательная школа № {number} с углублённым изучением отдельных предметов»",
        6 => $"МКОУ «Краснополянская средняя общеобразовательная школа № {number} имени Н. А. Некрасова»",
        7 => $"МБОУ «Лицей „Политехнический“ № {number}»",
        _ => $"МКОУ «Новосёловская СОШ № {number}»",
    };

    private void AddWave(WaveKey wave)
    {
        var autumn = wave.Wave == WaveKey.Autumn;
        foreach (var (grade, code, name, taskMax) in Subjects)
        {
            if (autumn && grade == 10) continue;
            var max = taskMax.Sum();
            var work = new WorkRow
            {
                WorkId = $"ВПР-{wave.Year}-{wave.Wave}-{grade:00}-{code}-base", Year = wave.Year, Wave = wave.Wave,
                AcademicYear = autumn ? $"{wave.Year}/{(wave.Year + 1) % 100:00}" : $"{wave.Year - 1}/{wave.Year % 100:00}",
                Grade = grade, ActualGrade = autumn ? grade + 1 : grade, Subject = code, SubjectName = name, Level = "base", MaxScore = max,
                Min3 = (int)Math.Ceiling(max * 0.33), Min4 = (int)Math.Ceiling(max * 0.55), Min5 = (int)Math.Ceiling(max * 0.78),
                ScaleStatus = grade == 10 ? "допущение" : "official", ScaleSource = grade == 10 ? "шкала 2022 года" : "описание работы, 2021 год",
            };
            Works.Add(work);
            var difficulty = taskMax.Select((m, t) => (Math.Sin((grade * 7) + (t * 2.3) + code[0]) * 0.9) + (0.05 * t) - 0.35 + (0.25 * m) - 0.35 + (autumn ? 0.25 : 0)).ToArray();
            AddWork(work, taskMax, difficulty);
        }
    }

    private void AddWork(WorkRow work, int[] taskMax, double[] difficulty)
    {
        var municipality = new Tally(taskMax);
        var region = new Tally(taskMax);
        var drawn = work.Subject is not ("РУ" or "МА");
        foreach (var (municipalityId, school, level, size) in _schools)
        {
            if (work.Subject == "НЯ" && _random.NextDouble() < 0.7) continue;
            if (work.Grade == 10 && (size < 12 || _random.NextDouble() < 0.4)) continue;
            if (drawn && work.Grade >= 6 && _random.NextDouble() < 0.35) continue;
            var tally = new Tally(taskMax);
            var pupils = Math.Max(1, (int)Math.Round(size * (0.75 + (0.4 * _random.NextDouble())) * (work.Grade == 10 ? 0.4 : work.Subject == "НЯ" ? 0.25 : 1)));
            var effect = level + (Normal() * 0.2);
            for (var p = 0; p < pupils; p++) AddPupil(tally, work, difficulty, effect);
            region.Add(tally);
            if (municipalityId != MunicipalityId) continue;
            municipality.Add(tally);
            if (tally.Listed > 0) Write(tally, work, Scopes.School, school.SchoolId, withDetails: true);
        }

        Write(municipality, work, Scopes.Municipality, MunicipalityId, withDetails: true);
        Write(region, work, Scopes.Region, RegionCode, withDetails: true);
    }

    private void AddPupil(Tally tally, WorkRow work, double[] difficulty, double effect)
    {
        tally.Listed++;
        if (_random.NextDouble() < 0.09) return;
        var ability = effect + (Normal() * 0.95);
        var scores = new int[difficulty.Length];
        var total = 0;
        for (var t = 0; t < scores.Length; t++)
        {
            var chance = 1 / (1 + Math.Exp(difficulty[t] - ability));
            if (chance < 0.35 && _random.NextDouble() < 0.12) tally.NotAttempted[t]++;
            else for (var k = 0; k < tally.TaskMax[t]; k++) if (_random.NextDouble() < chance) scores[t]++;
            total += scores[t];
        }

        int[] bounds = [work.Min3!.Value, work.Min4!.Value, work.Min5!.Value];
        foreach (var bound in bounds)
        {
            if (total != bound - 1 || _random.NextDouble() > 0.5) continue;
            total++;
            for (var t = 0; t < scores.Length; t++) if (scores[t] < tally.TaskMax[t]) { scores[t]++; break; }
            break;
        }

        var mark = 2 + bounds.Count(b => total >= b);
        tally.Marks[mark - 2]++;
        tally.Scores[total]++;
        for (var t = 0; t < scores.Length; t++) tally.TaskSum[t] += scores[t];
        if (_random.NextDouble() < 0.008) return;
        var journal = Math.Clamp(mark + (_random.NextDouble() switch { < 0.06 => -1, < 0.66 => 0, < 0.97 => 1, _ => 2 }), mark == 2 && _random.NextDouble() < 0.1 ? 2 : 3, 5);
        if (mark < journal) tally.Lowered++;
        else if (mark == journal) tally.Confirmed++;
        else tally.Raised++;
        if (Math.Abs(mark - journal) >= 2) tally.Gap2++;
    }

    private void Write(Tally tally, WorkRow work, string scope, string id, bool withDetails)
    {
        var writers = tally.Marks.Sum();
        Results.Add(new ResultRow
        {
            WorkId = work.WorkId, Scope = scope, ScopeId = id, Enrolled = tally.Listed, Writers = writers, Absent = tally.Listed - writers,
            MeanScore = writers == 0 ? null : tally.TaskSum.Sum() / (double)writers, MeanPct = writers == 0 ? null : 100.0 * tally.TaskSum.Sum() / writers / work.MaxScore!.Value,
            N2 = tally.Marks[0], N3 = tally.Marks[1], N4 = tally.Marks[2], N5 = tally.Marks[3], MarkSource = work.ScaleAssumed ? "assumed" : "file",
        });
        if (!withDetails || writers == 0) return;
        Journal.Add(new JournalRow { WorkId = work.WorkId, Scope = scope, ScopeId = id, Lowered = tally.Lowered, Confirmed = tally.Confirmed, Raised = tally.Raised, Gap2 = tally.Gap2 });
        for (var score = 0; score < tally.Scores.Length; score++) Scores.Add(new ScoreRow { WorkId = work.WorkId, Scope = scope, ScopeId = id, Score = score, N = tally.Scores[score] });
        for (var t = 0; t < tally.TaskMax.Length; t++)
        {
            Tasks.Add(new TaskRow
            {
                WorkId = work.WorkId, Scope = scope, ScopeId = id, TaskNo = t + 1, Task = $"{t + 1}", TaskMax = tally.TaskMax[t], N = writers,
                MeanPct = 100.0 * tally.TaskSum[t] / writers / tally.TaskMax[t], XPct = 100.0 * tally.NotAttempted[t] / writers,
            });
        }
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private sealed class Tally(int[] taskMax)
    {
        internal int[] TaskMax { get; } = taskMax;

        internal int[] TaskSum { get; } = new int[taskMax.Length];

        internal int[] NotAttempted { get; } = new int[taskMax.Length];

        internal int[] Scores { get; } = new int[taskMax.Sum() + 1];

        internal int[] Marks { get; } = new int[4];

        internal int Listed { get; set; }

        internal int Lowered { get; set; }

        internal int Confirmed { get; set; }

        internal int Raised { get; set; }

        internal int Gap2 { get; set; }

        internal void Add(Tally other)
        {
            Listed += other.Listed;
            Lowered += other.Lowered;
            Confirmed += other.Confirmed;
            Raised += other.Raised;
            Gap2 += other.Gap2;
            Add(TaskSum, other.TaskSum);
            Add(NotAttempted, other.NotAttempted);
            Add(Scores, other.Scores);
            Add(Marks, other.Marks);
        }

        private static void Add(int[] target, int[] values)
        {
            for (var i = 0; i < target.Length; i++) target[i] += values[i];
        }
    }
}
