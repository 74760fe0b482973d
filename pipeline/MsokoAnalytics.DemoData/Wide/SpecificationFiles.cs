using System.Globalization;
using MsokoAnalytics.DemoData.Output;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Wide;

/// <summary>
/// What the tasks of every work test, a file a year. Skills are in plain words and codes begin with «Д.»: they are made up, and the files say so.
/// </summary>
internal static class SpecificationFiles
{
    private static readonly string[] Header =
    [
        "Год", "Волна", "Класс", "Предмет", "№ КИМ", "№", "Умения, виды деятельности (в соответствии с ФГОС)", "Код умения", "Уровень сложности", "Код КЭС", "Проверяемые элементы содержания",
        "Максимальный балл за выполнение задания", "Статус кодов",
    ];

    /// <summary>Skills by subject; the words stand for no official list.</summary>
    private static readonly Dictionary<string, string[]> Skills = new(StringComparer.Ordinal)
    {
        ["РУ"] = ["Соблюдать правила правописания", "Выполнять языковой разбор", "Понимать прочитанный текст", "Строить собственное высказывание"],
        ["МА"] = ["Выполнять вычисления", "Решать текстовые задачи", "Читать таблицы и диаграммы", "Применять свойства фигур", "Рассуждать и обосновывать"],
        ["АЯ"] = ["Понимать речь на слух", "Понимать прочитанный текст", "Применять грамматику и лексику", "Строить собственное высказывание"],
        ["НЯ"] = ["Понимать речь на слух", "Понимать прочитанный текст", "Применять грамматику и лексику", "Строить собственное высказывание"],
    };

    private static readonly string[] OtherSkills = ["Знать понятия предмета", "Работать с текстом, картой, схемой", "Объяснять причины и следствия", "Применять знания в жизненной ситуации"];

    public static List<WrittenFile> Write(IReadOnlyList<Work> works, OutputFolder output)
    {
        var files = new TableFiles(output);
        using var truth = output.TruthFile("task_skills.csv");
        truth.WriteLine("work_id;task_no;code_system;code");
        foreach (var plan in works.GroupBy(w => w.Plan))
        {
            var rows = new List<object?[]>();
            foreach (var work in plan)
            {
                var skills = Skills.GetValueOrDefault(work.Subject.Code, OtherSkills);
                var data = work.Profile.Data;
                for (var task = 0; task < data.TaskLabels.Count; task++)
                {
                    // Every fourth task tests two skills: a task has many codes and a code many tasks.
                    foreach (var skill in task % 4 == 3 ? new[] { task % skills.Length, (task + 1) % skills.Length } : [task % skills.Length])
                    {
                        var code = string.Create(CultureInfo.InvariantCulture, $"Д.{work.Subject.Code}.{skill + 1}");
                        var content = string.Create(CultureInfo.InvariantCulture, $"Д.{work.Grade}.{task / 3 + 1}");
                        rows.Add([plan.Key.Year, plan.Key.Wave == "autumn" ? "осень" : "весна", work.Grade, work.Subject.Name, data.TaskLabels[task], task + 1, skills[skill], code,
                            Level(work.Profile.Difficulty[task]), content, $"Раздел {task / 3 + 1}", data.TaskMax[task], "демонстрационный"]);
                        truth.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{work.Id};{task + 1};ФГОС;{code}"));
                    }

                    truth.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{work.Id};{task + 1};КЭС;Д.{work.Grade}.{task / 3 + 1}"));
                }
            }

            files.Write($"{WideFiles.Folder(plan.Key.SchoolYear + 1)}/Описание заданий {plan.Key.Folder}.xlsx", null, plan.Key.FirstDay,
                ["Описание заданий проверочных работ. Умения и коды демонстрационные, не официальные"], Header, rows);
        }

        return files.Written;
    }

    private static string Level(string letter) => letter switch { "Б" => "базовый", "П" => "повышенный", _ => "высокий" };
}
