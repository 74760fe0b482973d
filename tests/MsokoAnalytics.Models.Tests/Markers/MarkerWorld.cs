using MsokoAnalytics.Models.Contracts;
using System.Globalization;
using System.Text;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Models.Tests.SqlCases;

namespace MsokoAnalytics.Models.Tests.Markers;

/// <summary>A pupil of the generated world.</summary>
/// <param name="Work">Key of <see cref="MarkerWorld.Works"/>.</param>
/// <param name="School">Index of the school.</param>
/// <param name="ClassLabel">А or Б.</param>
/// <param name="Code">The same pupil in every work of a year, school and grade.</param>
/// <param name="Tasks">Scores of the tasks; their sum is the total.</param>
/// <param name="Journal">Journal mark or null.</param>
/// <param name="IsAbsent">Whether the pupil did not write.</param>
internal sealed record MarkedPupil(string Work, int School, string ClassLabel, int Code, int[] Tasks, int? Journal, bool IsAbsent)
{
    public int Score => Tasks.Sum();

    public int Mark => MarkerWorld.MarkOf(Score);
}

/// <summary>
/// Schools of two municipalities that wrote Russian and mathematics in grade 4 of 2021 and grade 5 of 2022: small and large ones, lenient, strict and
/// random journals, one school with equal scores, one without a journal, one that bumps to the thresholds.
/// </summary>
internal sealed class MarkerWorld
{
    public const int Schools = 14, MaxScore = 20;
    public static readonly int[] Bounds = [6, 10, 15];
    private static readonly int[] Maxima = [2, 3, 4, 5, 6];

    public static readonly (string Id, int Year, int Grade, string Subject)[] Works =
        [.. from w in new[] { (2021, 4), (2022, 5) } from s in new[] { "РУ", "МА" } select ($"ВПР-{w.Item1}-spring-0{w.Item2}-{s}-base", w.Item1, w.Item2, s)];

    public MarkerWorld(int seed)
    {
        var random = new Random(seed);
        var pupils = new List<MarkedPupil>();
        for (var school = 0; school < Schools; school++)
        {
            var level = (random.NextDouble() - .5) * 1.6;
            foreach (var (id, year, grade, subject) in Works)
            {
                if (school == 5 && year == 2021) continue;
                var size = 2 + (school * 6);
                for (var i = 0; i < size; i++)
                {
                    // The same ability in both subjects of a year.
                    var own = new Random((seed * 1000) + (school * 131) + (i * 17) + year);
                    var ability = level + Gauss(own) + (.4 * Gauss(random)) + (school == 9 && year == 2021 ? -2.5 : 0) + (school == 9 && year == 2022 ? 2.5 : 0);
                    var tasks = Array.ConvertAll(Maxima, max => Enumerable.Range(0, max).Count(_ => random.NextDouble() < 1 / (1 + Math.Exp(-ability - .2 + (.25 * max)))));
                    if (school == 2) tasks = [2, 3, 2, 2, 1];
                    // Hard tasks are helped with, easy ones go badly.
                    if (school == 7) tasks = [Math.Max(0, tasks[0] - 1), Math.Max(0, tasks[1] - 1), tasks[2], Math.Min(5, tasks[3] + 1), Math.Min(6, tasks[4] + 2)];
                    // Nobody stays one or two points below a threshold.
                    while (school == 11 && (Bounds.Contains(tasks.Sum() + 1) || Bounds.Contains(tasks.Sum() + 2)))
                    {
                        tasks[Enumerable.Range(0, tasks.Length).First(t => tasks[t] < Maxima[t])]++;
                    }
                    var shift = school == 13 ? -1.5 : school % 4 == 0 ? .5 : school % 5 == 0 ? -.5 : 0;
                    var journal = school == 10 ? 5 - (tasks.Sum() / 6) : Math.Clamp((int)Math.Round(3.4 + (.6 * ability) + shift + (.5 * Gauss(random))), 2, 5);
                    pupils.Add(new MarkedPupil(id, school, i % 2 == 0 ? "А" : "Б", i, tasks, school == 3 || random.NextDouble() < .04 ? null : journal, random.NextDouble() < .07));
                }
            }
        }

        Pupils = pupils;
    }

    public IReadOnlyList<MarkedPupil> Pupils { get; }

    public IEnumerable<MarkedPupil> Writers => Pupils.Where(p => !p.IsAbsent);

    public static int MarkOf(int score) => 2 + Bounds.Count(b => score >= b);

    public static string SchoolId(int school) => (710001 + school).ToString(CultureInfo.InvariantCulture);

    public static string MunicipalityId(int school) => school < 10 ? "71_m001" : "71_m002";

    public static string SchoolName(int school) => school == 12 ? "Лицей № 12" : "Школа № " + (school + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Builds a model and all below it, from staging; works and exams are given.</summary>
    public TestDatabase Build(params string[] models)
    {
        string[] given = ["core.dim_work", "core.dim_task", "core.int_gia_exam_result", "core.dim_gia_exam"];
        var whole = Infrastructure.Models.Project;
        var parts = models.Select(m => SqlCase.Part(whole, whole.Models.Single(x => x.FullName == m), given)).ToList();
        var project = new ModelProject([.. whole.Models.Select(m => parts.SelectMany(p => p.Models).FirstOrDefault(x => x.FullName == m.FullName)).OfType<ModelDefinition>()], parts[0].Sources, whole.Macros);
        var database = new TestDatabase(project);
        void Load(string table, StringBuilder csv) => database.Load(table, project.Sources.Single(s => s.FullName == table).Columns, csv.ToString());
        var work = new StringBuilder("work_id;procedure;year;academic_year;wave;grade;actual_grade;subject;subject_name;level;max_score;max_score_source;min_3;min_4;min_5;scale_status\n");
        var task = new StringBuilder("work_id;task_no;label;max_score\n");
        var sheet = new StringBuilder("file_key;sheet_no;year;wave;grade;actual_grade;subject;level;max_score\n");
        for (var w = 0; w < Works.Length; w++)
        {
            var (id, year, grade, subject) = Works[w];
            work.Append(CultureInfo.InvariantCulture, $"{id};ВПР;{year};{year - 1}/{year % 100};spring;{grade};{grade};{subject};{subject};base;{MaxScore};file;{Bounds[0]};{Bounds[1]};{Bounds[2]};official\n");
            sheet.Append(CultureInfo.InvariantCulture, $"{w + 1};1;{year};spring;{grade};{grade};{subject};base;{MaxScore}\n");
            for (var t = 0; t < Maxima.Length; t++) task.Append(CultureInfo.InvariantCulture, $"{id};{t + 1};{t + 1};{Maxima[t]}\n");
        }

        var row = new StringBuilder("file_key;sheet_no;row_no;municipality_id;municipality_name;school_login;school_id;school_name;participant_code;class_label;attendance;primary_score;mark_given;journal_mark;journal_state;task_code\n");
        for (var i = 0; i < Pupils.Count; i++)
        {
            var p = Pupils[i];
            var school = SchoolId(p.School);
            var file = Array.FindIndex(Works, x => x.Id == p.Work) + 1;
            row.Append(CultureInfo.InvariantCulture, $"{file};1;{i + 10};{MunicipalityId(p.School)};{(p.School < 10 ? "Первый" : "Второй")} район;edu{school};{school};{SchoolName(p.School)};{p.Code};{p.ClassLabel};")
                .Append(CultureInfo.InvariantCulture, $"{(p.IsAbsent ? "absent" : "present")};{(p.IsAbsent ? "" : p.Score)};{(p.IsAbsent ? "" : p.Mark)};{p.Journal};{(p.Journal is null ? "none" : "mark")};")
                .Append(p.IsAbsent ? "\n" : $"[{string.Join(',', p.Tasks)}]\n");
        }

        Load("core.dim_work", work);
        Load("core.dim_task", task);
        Load("staging.stg_sheet", sheet);
        Load("staging.stg_vpr__result", row);
        database.MustBuild(project, new RunContext("markers") { SourceFingerprint = "markers" });
        return database;
    }

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
