using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Worlds;

/// <summary>
/// Worlds of schools, teachers, classes and pupils with known manipulations (reference/methods.md §5). Each school and each test draws
/// from a stream of its own, so the world is the same for any number of threads.
/// </summary>
public static class WorldGenerator
{
    private const int FirstGrade = 5;
    private const int LastGrade = 8;

    /// <summary>Subjects that every class writes where the others are drawn.</summary>
    private const int AlwaysWritten = 2;
    private static readonly double[] JournalCuts = [-1.75, -.18, .90];

    /// <summary>Generates a world. The tests carry years 1, 2, …</summary>
    public static GeneratedWorld Generate(WorldParameters parameters, long seed)
    {
        var tests = new Dictionary<(int Subject, int Grade, int Year), WorldTest>();
        for (var subject = 0; subject < WorldTest.Subjects; subject++)
            for (var grade = FirstGrade; grade <= LastGrade; grade++)
                for (var year = 1; year <= parameters.Years; year++)
                    tests[(subject, grade, year)] = new WorldTest(parameters, subject, new SplitRandom(seed, 1, subject, grade, year));
        var schools = new SchoolDraft[parameters.Schools];
        Parallelism.For(0, schools.Length, s => schools[s] = new SchoolDraft(parameters, seed, s, tests));
        return Assemble(schools, tests);
    }

    private static GeneratedWorld Assemble(SchoolDraft[] schools, Dictionary<(int Subject, int Grade, int Year), WorldTest> tests)
    {
        int classes = 0, pupils = 0;
        var rows = tests.Keys.ToDictionary(k => k, _ => new List<RosterRow>());
        var truth = new Dictionary<(int, int, int), UnitTruth>();
        var previous = new List<int>();
        for (var s = 0; s < schools.Length; s++)
        {
            foreach (var (key, row) in schools[s].Rows) rows[key].Add(row with { Class = row.Class + classes, Pupil = row.Pupil + pupils, School = s });
            foreach (var ((c, subject, year), unit) in schools[s].Truth) truth[(c + classes, subject, year)] = unit;
            foreach (var past in schools[s].PreviousYear) previous.Add(past < 0 ? -1 : past + pupils);
            classes += schools[s].ClassNumbers;
            pupils += schools[s].Pupils;
        }

        var keys = tests.Keys.ToArray();
        var built = new AssessmentTest[keys.Length];
        Parallelism.For(0, keys.Length, t =>
        {
            var (subject, grade, year) = keys[t];
            var test = tests[keys[t]];
            built[t] = AssessmentTest.Create(subject, grade, year, test.Maxima, test.MaxScore, test.Thresholds, rows[keys[t]]);
        });
        return new GeneratedWorld(new ObjectivityData(built, pupils, [.. previous]), truth, Array.ConvertAll(schools, s => s.Type));
    }

    private sealed record Teacher(double ValueAdded, double Severity, double Noise, Mechanism Kind, int Strength, double Boost, int BoostFrom, bool[] ActiveYears);

    /// <summary>Pupil of a class slot; re-drawn when somebody else takes the place.</summary>
    private sealed record Pupil(double General, double[] Subject, double Conscientiousness)
    {
        public static Pupil Draw(WorldParameters p, SplitRandom r) =>
            new(r.Normal(p.GeneralSd), [.. Enumerable.Range(0, WorldTest.Subjects).Select(_ => r.Normal(p.SubjectSd))], r.Normal(p.Conscientiousness));
    }

    private sealed class SchoolDraft
    {
        private readonly WorldParameters _p;
        private readonly SplitRandom _random;
        private readonly IReadOnlyDictionary<(int, int, int), WorldTest> _tests;
        private readonly Dictionary<(int Subject, int Grade, int Year), double[]> _schoolItem = [];
        private readonly Dictionary<(int Grade, int Year, int Order), int> _names = [];
        private readonly double _mean;
        private readonly double _severity;
        private readonly double _improvement;
        private readonly int _improveFrom;
        private readonly double[] _subjectMean;
        private readonly Teacher[][] _teachers;
        private int _classes;

        public SchoolDraft(WorldParameters p, long seed, int number, IReadOnlyDictionary<(int, int, int), WorldTest> tests)
        {
            (_p, _tests, _random) = (p, tests, new SplitRandom(seed, 2, number));
            var r = _random;
            var kind = r.Uniform();
            // The first three schools are one of each type, so that the smallest world has all of them.
            Type = number < 3 ? (SchoolType)number
                : kind < p.GymnasiumShare ? SchoolType.Gymnasium
                : kind < p.GymnasiumShare + p.RuralShare ? SchoolType.Rural
                : SchoolType.Town;
            _mean = (Type switch { SchoolType.Gymnasium => p.GymnasiumMean, SchoolType.Rural => p.RuralMean, _ => 0 }) + r.Normal(p.SchoolSd);
            _severity = r.Normal(p.SchoolSeveritySd);
            _improvement = r.Chance(p.Improve) ? r.Uniform(.25, .5) : 0;
            _improveFrom = LaterYear();
            _subjectMean = [.. Enumerable.Range(0, WorldTest.Subjects).Select(_ => r.Normal(p.SchoolSubjectSd))];
            var prone = r.Chance(p.Prone);
            var preferred = RandomKind();
            var perParallel = Type switch { SchoolType.Gymnasium => 2 + r.Binomial(2, .5), SchoolType.Rural => 1, _ => 1 + r.Binomial(3, .5) };
            var teachers = Math.Max(1, (int)Math.Round(perParallel * 4 / 5.0, MidpointRounding.AwayFromZero));
            _teachers = [.. Enumerable.Range(0, WorldTest.Subjects).Select(_ => Enumerable.Range(0, teachers).Select(_ => DrawTeacher(prone, preferred)).ToArray())];
            for (var cohort = FirstGrade - (p.Years - 1); cohort <= LastGrade; cohort++)
                for (var c = 0; c < perParallel; c++) Class(cohort);
        }

        public SchoolType Type { get; }

        public List<((int Subject, int Grade, int Year) Test, RosterRow Row)> Rows { get; } = [];

        public Dictionary<(int Class, int Subject, int Year), UnitTruth> Truth { get; } = [];

        /// <summary>Numbers given to classes are below this.</summary>
        public int ClassNumbers => _p.ClassNames == ClassNames.Letters ? _classes : _names.Count;

        public int Pupils { get; private set; }

        /// <summary>By pupil number: the number the same pupil had a year earlier, −1 when there is none.</summary>
        public List<int> PreviousYear { get; } = [];

        private int LaterYear() => 2 + _random.Below(Math.Max(1, _p.Years - 1));

        private Mechanism RandomKind() => (Mechanism)(1 + _random.Below(6));

        private Teacher DrawTeacher(bool prone, Mechanism preferred)
        {
            var r = _random;
            double value = r.Normal(_p.TeacherSd), severity = r.Normal(_p.TeacherSeveritySd), noise = _p.JournalNoise * Math.Exp(r.Normal(_p.JournalNoiseSd));
            var strength = _p.OnlyStrength ?? r.Below(3);
            var manipulates = r.Chance(prone ? _p.TeacherProne : _p.TeacherOther);
            var kind = r.Chance(_p.Preferred) && prone ? preferred : RandomKind();
            if (!manipulates) kind = r.Chance(_p.Inflate) ? Mechanism.Inflate : Mechanism.None;
            var boost = r.Chance(_p.Boost) ? r.Uniform(.3, .6) : 0;
            return new Teacher(value, severity, noise, kind, strength, boost, LaterYear(), [.. Enumerable.Range(0, _p.Years).Select(_ => r.Chance(_p.Active))]);
        }

        /// <summary>One class through all its years.</summary>
        private void Class(int cohort)
        {
            var r = _random;
            var order = _classes++;
            var size = Type switch
            {
                SchoolType.Rural => 5 + r.Below(10),
                SchoolType.Gymnasium => Math.Clamp((int)Math.Round(26 + r.Normal(2)), 20, 30),
                _ => Math.Clamp((int)Math.Round(24 + r.Normal(3)), 15, 30),
            };
            var level = r.Normal(_p.ClassSd);
            var spread = Math.Exp(r.Normal(_p.SpreadSd));
            var pupils = Enumerable.Range(0, size).Select(_ => Pupil.Draw(_p, r)).ToArray();
            var teachers = Array.ConvertAll(_teachers, t => t[r.Below(t.Length)]);
            var past = new int[size];
            Array.Fill(past, -1);
            for (var year = 1; year <= _p.Years; year++)
            {
                var grade = cohort + year - 1;
                if (year > 1)
                {
                    for (var i = 0; i < size; i++)
                    {
                        if (!r.Chance(_p.PupilChange)) continue;
                        pupils[i] = Pupil.Draw(_p, r);
                        past[i] = -1;
                    }

                    for (var s = 0; s < teachers.Length; s++)
                        if (r.Chance(_p.TeacherChange)) teachers[s] = _teachers[s][r.Below(_teachers[s].Length)];
                }

                if (grade is < FirstGrade or > LastGrade) continue;
                var first = Pupils;
                Pupils += size;
                PreviousYear.AddRange(past);
                for (var i = 0; i < size; i++) past[i] = first + i;
                var number = Name(order, grade, year);
                var drawn = _p.DrawnSubjects ? AlwaysWritten + r.Below(WorldTest.Subjects - AlwaysWritten) : -1;
                for (var s = 0; s < WorldTest.Subjects; s++)
                    if (!_p.DrawnSubjects || s < AlwaysWritten || s == drawn) Unit(number, s, grade, year, first, level, spread, pupils, teachers[s]);
            }
        }

        /// <summary>Number under which the files know a class: its own, a new one every year, or that of the whole grade.</summary>
        private int Name(int order, int grade, int year)
        {
            if (_p.ClassNames == ClassNames.Letters) return order;
            var key = (grade, year, _p.ClassNames == ClassNames.Ordinals ? order : -1);
            if (!_names.TryGetValue(key, out var name)) _names[key] = name = _names.Count;
            return name;
        }

        private void Unit(int number, int subject, int grade, int year, int firstPupil, double level, double spread, Pupil[] pupils, Teacher teacher)
        {
            var r = _random;
            var test = _tests[(subject, grade, year)];
            var improvement = year >= _improveFrom ? _improvement : 0;
            var boost = year >= teacher.BoostFrom ? teacher.Boost : 0;
            var ability = Array.ConvertAll(pupils, p =>
                _mean + improvement + _subjectMean[subject] + level + teacher.ValueAdded + boost + (spread * (p.General + p.Subject[subject])));
            var works = Works(test, (subject, grade, year), ability, pupils, teacher);
            var truth = new UnitTruth(teacher.Kind == Mechanism.Inflate ? Mechanism.Inflate : Mechanism.None, teacher.Strength, 0, improvement > 0 || boost > 0);
            if (teacher.Kind is not (Mechanism.None or Mechanism.Inflate) && teacher.ActiveYears[year - 1] && r.Chance(.9))
                truth = truth with { Kind = teacher.Kind, Changed = Manipulation.Apply(teacher.Kind, teacher.Strength, test, works, r) };
            // Classes taken for one: what was done to any of them was done to the group.
            if (!Truth.TryGetValue((number, subject, year), out var known) || !known.IsManipulated) Truth[(number, subject, year)] = truth;
            var links = Links(pupils.Length);
            for (var i = 0; i < works.Count; i++)
            {
                var work = works[i];
                short? score = work.Present ? (short)work.Score : null;
                if (score is { } total && _p.WrongTotals > 0 && r.Chance(_p.WrongTotals)) score = (short)Math.Clamp(total + ((1 + r.Below(2)) * (r.Chance(.5) ? 1 : -1)), 0, test.MaxScore);
                var items = work.Present && !(_p.UnknownItems > 0 && r.Chance(_p.UnknownItems)) ? work.Items : null;
                Rows.Add(((subject, grade, year), new RosterRow(firstPupil + links[i], number, 0, score, (sbyte)work.Journal, items)));
            }
        }

        private List<PupilWork> Works(WorldTest test, (int, int, int) key, double[] ability, Pupil[] pupils, Teacher teacher)
        {
            var r = _random;
            var count = test.Maxima.Length;
            if (!_schoolItem.TryGetValue(key, out var schoolItem))
                _schoolItem[key] = schoolItem = [.. Enumerable.Range(0, count).Select(_ => r.Normal(_p.SchoolItemSd))];
            double open = r.Normal(_p.OpenSd), day = r.Normal(_p.ClassDaySd), absence = _p.AbsenceLogit + r.Normal(_p.AbsenceSd), slope = _p.AbsenceSlope + r.Normal(.15);
            var shift = Enumerable.Range(0, count)
                .Select(j => (_p.ClassItemSd * r.StudentT5() * Math.Sqrt(3 / 5.0)) + schoolItem[j] + (test.Maxima[j] > 1 ? open : 0)).ToArray();
            var classMean = ability.Average();
            var works = new List<PupilWork>(pupils.Length);
            for (var i = 0; i < pupils.Length; i++)
            {
                var theta = ability[i] + r.Normal(_p.DaySd) + day;
                var second = _p.VariantSd > 0 && r.Chance(.5);
                var items = new sbyte[count];
                for (var j = 0; j < count; j++)
                {
                    var u = r.Uniform();
                    for (var b = 0; b < test.Maxima[j]; b++)
                        if (u < _p.Guess + ((1 - _p.Guess) * LogMath.Sigmoid(test.Discrimination[j] * (theta + shift[j] - test.Step(second, j, b))))) items[j]++;
                }

                var latent = ability[i] - (_p.Kappa * classMean) + pupils[i].Conscientiousness + r.Normal(teacher.Noise) - _severity - teacher.Severity;
                if (teacher.Kind == Mechanism.Inflate) latent += Manipulation.InflateShift[teacher.Strength];
                var work = new PupilWork
                {
                    Ability = ability[i],
                    Journal = 2 + JournalCuts.Count(c => latent >= c),
                    Items = items,
                    Present = !r.Chance(LogMath.Sigmoid(absence + (slope * ability[i]))),
                };
                var score = work.Score;
                if (Array.Exists(test.Thresholds, t => score == t - 1) && r.Chance(_p.Benign)) Manipulation.MoveTo(work, score + 1, test, r);
                works.Add(work);
            }

            return works;
        }

        /// <summary>Which pupil of the class each row is taken for; wrong links swap two of them.</summary>
        private int[] Links(int size)
        {
            int[] links = [.. Enumerable.Range(0, size)];
            if (_p.WrongLinks <= 0) return links;
            for (var i = 0; i < size; i++)
            {
                // A swap makes two rows wrong.
                if (!_random.Chance(_p.WrongLinks / 2)) continue;
                var k = _random.Below(size);
                (links[i], links[k]) = (links[k], links[i]);
            }

            return links;
        }
    }
}
