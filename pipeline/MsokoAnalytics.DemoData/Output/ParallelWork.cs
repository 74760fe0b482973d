using System.Runtime.ExceptionServices;

namespace MsokoAnalytics.DemoData.Output;

/// <summary>Runs numbered jobs in parallel; a failure comes out as itself, a failure of the disk as a message for the user.</summary>
internal static class ParallelWork
{
    public static void For(int count, int threads, Action<int> body, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, count, options, body);
        }
        catch (AggregateException e)
        {
            var first = e.Flatten().InnerExceptions[0];
            if (first is IOException or UnauthorizedAccessException) throw new DemoDataException($"Не удалось записать демонстрационные данные: {first.Message}");
            ExceptionDispatchInfo.Throw(first);
        }
    }
}
