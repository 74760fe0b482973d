using Dapper;
using MsokoAnalytics.Intake.Loading;
using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Tests.Reading;

/// <summary>What is told of the task cells of a row, against the plain definition of each figure.</summary>
public sealed class TaskCodesTests
{
    private static readonly string[] Cells = ["0", "1", "2", "", "X", "10", "9", "х", "н", "слово", "99", "-"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void VectorsTellTheSameAsCellByCell(bool sideBySide)
    {
        using var run = new IntakeRun();
        run.Connection.Execute(IntakeRun.Setup.MacroSql);
        var meanings = ScoreCodes.Learn(run.Connection, IntakeRun.Setup.Macros);
        for (var tasks = 0; tasks <= 70; tasks++)
        {
            var row = new RowBuffer();
            var (codes, summary) = (new TaskCodes(tasks), new TaskSummary(tasks));
            var (known, highest) = (new int[tasks], new int[tasks]);
            // The last two columns of a run are behind the cells of the row.
            int[] columns = [.. Enumerable.Range(0, tasks).Select(i => sideBySide ? i + 2 : tasks - 1 - i)];
            Assert.Equal(sideBySide ? tasks > 0 : tasks == 1, TaskCodes.AreSideBySide(columns));
            // More rows than a byte counts, every twelfth row alike, and rows of equal cells.
            for (var n = 0; n < 600; n++)
            {
                row.Clear();
                for (var i = 0; i < tasks; i++) row.Add(Cells[n % 7 == 0 ? n % Cells.Length : ((n * 5) + (i * 7) + (n / 12)) % Cells.Length]);
                int[] expected = [.. columns.Select(c => (int)meanings[row[c]])];
                codes.Read(row, columns, TaskCodes.AreSideBySide(columns), meanings);
                Assert.Equal(expected, codes.Codes.ToArray().Select(c => (int)c));
                Assert.Equal(tasks == 0 ? -2 : expected.Min(), codes.Min);
                Assert.Equal(tasks == 0 ? -2 : expected.Max(), codes.Max);
                Assert.Equal(expected.Where(c => c > 0).Sum(), codes.Points);
                Assert.Equal(expected.Contains(-3), codes.HasTexts);
                summary.Add(codes, damaged: n % 11 == 0);
                for (var i = 0; i < tasks; i++)
                {
                    if (n % 11 != 0 && expected[i] >= -1) known[i]++;
                    highest[i] = Math.Max(highest[i], expected[i]);
                }
            }

            Assert.Equal(known, Enumerable.Range(0, tasks).Select(summary.Known));
            Assert.Equal(highest, Enumerable.Range(0, tasks).Select(i => (int)summary.Highest(i)));
        }
    }
}
