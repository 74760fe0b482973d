using System.Globalization;
using MsokoAnalytics.DemoData.LocalWorks;
using MsokoAnalytics.DemoData.Output;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Wide;

/// <summary>
/// What the tasks of every work told by pupils test: of ВПР a file a wave, of МКР a file a work. Skills are in plain words and codes begin with «Д.»: they are made up, and the files say so.
/// </summary>
internal static class SpecificationFiles
{
    private static readonly string[] Header =
    [
        "Год", "Волна", "Класс", "Предмет", "№ КИМ", "№", "Умения, виды деятельности (в соответствии с ФГОС)", "Код умения", "Уровень сложности", "Код КЭС", "Проверяемые элементы содержания",
        "Максимальный балл за выполнение задания", "Статус кодов",
    ];

    private const string Title = "Описание заданий проверочных работ. Умения и коды демонстрационные, не официальные";

    /// <summary>Skills by subject; the words stand for no official list.</summary>
    private static readonly Dictionary<string, string[]> Skills = new(StringComparer.Ordinal)
    {
        ["РУ"] = ["Соблюдать правила правописания", "Выполнять языковой разбор", "Понимать прочитанный текст", "Строить собственное высказывание"],
        ["МА"] = ["Выполнять вычисления", "Решать текстовые задачи", "Читать таблицы и диаграммы", "Применять свойства фигур", "Рассуждать и обосновывать"],
        ["АЯ"] = ["Понимать речь на слух", "Понимать прочитанный текст", "Применять грамматику и лексику", "Строить собственное высказывание"],
        ["НЯ"] = ["Понимать речь на слух", "Понимать прочитанный текст", "Применять грамматику и лексику", "Строить собственное высказывание"],
    };

    private static readonly string[] OtherSkills = ["Знать понятия предмета", "Работать с текстом, картой, схемой", "Объяснять причины и следствия", "Применять знания в жизненной ситуации"];

    /// <param name="works">Works of ВПР.</param>
    /// <param name="schoolYears">Autumns of the school years with local works.</param>
    /// <param name="output">Where to write.</param>
    public static List<WrittenFile> Write(IReadOnlyList<Work> works, IReadOnlyList<int> schoolYears, OutputFolder output)
    {
        var files = new TableFiles(output);
        using var truth = output.TruthFile("task_skills.csv");
        truth.WriteLine("work_id;task_no;code_system;code");
        foreach (var plan in works.GroupBy(w => w.Plan))
        {
            var rows = new List<object?[]>();
            foreach (var work in plan)
                rows.AddRange(Rows(
                    truth, work.Id, [plan.Key.Year, plan.Key.Wave == "autumn" ? "осень" : "весна", work.Grade, work.Subject.Name], work.Subject.Code, work.Grade,
                    [.. work.Profile.Data.TaskLabels.Select((label, t) => (label, Level(work.Profile.Difficulty[t]), work.Profile.Data.TaskMax[t]))]));
            files.Write($"{WideFiles.Folder(plan.Key.SchoolYear + 1)}/Описание заданий {plan.Key.Folder}.xlsx", null, plan.Key.FirstDay, [Title], Header, rows);
        }

        foreach (var work in schoolYears.SelectMany(LocalWorkRunner.Works))
        {
            var rows = LocalWorkRunner.Grades.SelectMany(grade => Rows(
                truth, work.WorkId(grade), [work.Procedure, work.Year, work.Month, grade, work.Subject.Name], work.Subject.Code, grade,
                [.. LocalWork.Maxima.Select((max, t) => ((t + 1).ToString(CultureInfo.InvariantCulture), Level(LocalWork.LevelOf(t)), max))])).ToList();
            files.Write($"{WideFiles.Folder(work.SchoolYear + 1)}/Описание заданий {work.Procedure} {work.Year} {work.Month}.xlsx", null, work.Day, [Title], ["Процедура", .. Header], rows);
        }

        return files.Written;
    }

    private static List<object?[]> Rows(TextWriter truth, string workId, object?[] head, string subject, int grade, (string Label, string Level, int Max)[] tasks)
    {
        var rows = new List<object?[]>();
        var skills = Skills.GetValueOrDefault(subject, OtherSkills);
        for (var task = 0; task < tasks.Length; task++)
        {
            var content = string.Create(CultureInfo.InvariantCulture, $"Д.{grade}.{task / 3 + 1}");
            // Every fourth task tests two skills: a task has many codes and a code many tasks.
            foreach (var skill in task % 4 == 3 ? new[] { task % skills.Length, (task + 1) % skills.Length } : [task % skills.Length])
            {
                var code = string.Create(CultureInfo.InvariantCulture, $"Д.{subject}.{skill + 1}");
                rows.Add([.. head, tasks[task].Label, task + 1, skills[skill], code, tasks[task].Level, content, $"Раздел {task / 3 + 1}", tasks[task].Max, "демонстрационный"]);
                truth.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{workId};{task + 1};ФГОС;{code}"));
            }

            truth.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{workId};{task + 1};КЭС;{content}"));
        }

        return rows;
    }

    private static string Level(string letter) => letter switch { "Б" => "базовый", "П" => "повышенный", _ => "высокий" };
}
