using System.Diagnostics;
using System.Globalization;
using SocketSecurity.Benchmarks.Tls.Cost;
using SocketSecurity.Benchmarks.Tls.Load;

// Everything runs on loopback and ends by itself. The sizes of the load are those of the documentation; smaller ones can be given.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var watch = Stopwatch.StartNew();
var mode = args.Length > 0 ? args[0] : "help";
switch (mode)
{
    case "cost":
        await CostReport.PrintAsync(Number(1, 15));
        break;
    case "slow":
        Console.WriteLine(await SlowPeers.RunAsync(silent: Number(1, 1000), dripping: Number(2, 1000), honest: Number(3, 200)));
        break;
    case "reload":
        Console.WriteLine(await CertificateSwap.RunAsync(workers: 4, TimeSpan.FromSeconds(Number(1, 60)), swapEvery: TimeSpan.FromMilliseconds(250)));
        break;
    case "idle":
        Console.WriteLine(await IdleConnections.RunAsync(Number(1, 10_000)));
        break;
    case "churn":
        Console.WriteLine(await Churn.RunAsync(Number(1, 100_000), workers: 4));
        break;
    case IdleConnections.ClientMode:
        await IdleConnections.HoldAsync(args[1], Number(2, 0), Number(3, 0));
        return 0;
    default:
        Console.WriteLine("cost [ROUNDS] | slow [SILENT DRIPPING HONEST] | reload [SECONDS] | idle [CONNECTIONS] | churn [CONNECTIONS]");
        return 1;
}

Console.WriteLine($"in {watch.Elapsed.TotalSeconds:0} s");
return 0;

int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
