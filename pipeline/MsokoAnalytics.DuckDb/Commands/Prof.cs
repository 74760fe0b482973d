#pragma warning disable
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
namespace MsokoAnalytics.DuckDb;
public static unsafe class Prof
{
    [DllImport("libc")] static extern unsafe int clock_gettime(int id, Ts* ts);
    struct Ts { public long S; public long N; }
    public static unsafe long Now() { Ts t; clock_gettime(3, &t); return t.S * 1000000000 + t.N; }
    static readonly ConcurrentDictionary<string, long[]> D = new();
    public static void Add(string key, long a, long b = 0) { var v = D.GetOrAdd(key, _ => new long[3]); Interlocked.Add(ref v[0], a); Interlocked.Add(ref v[1], b); Interlocked.Increment(ref v[2]); }
    public static void Reset() => D.Clear();
    public static void Dump(int n) { foreach (var (k, v) in D.OrderByDescending(x => x.Value[0] + x.Value[1]).Take(n)) Console.WriteLine($"{v[0] / 1e6,9:0.0} ms prep {v[1] / 1e6,9:0.0} ms run  n={v[2],5}  {k}"); Console.WriteLine($"sum prep {D.Values.Sum(v => v[0]) / 1e6:0} run {D.Values.Sum(v => v[1]) / 1e6:0}"); }
}
