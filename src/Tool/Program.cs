using SocketSecurity.Tool.Commands;

return await SocketSecCommandLine.Run(args, Terminal.OfProcess(), CancellationToken.None);
