using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Analyzers.MessageProtection;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.MessageProtection.SharedAeadInstanceAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.MessageProtection.SharedAeadInstanceFix>;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>SOCK4008, <see cref="SharedAeadInstanceAnalyzer"/> and <see cref="SharedAeadInstanceFix"/>.</summary>
public sealed class SharedAeadInstanceTests
{
    private const string Encrypt = "byte[] Seal(byte[] nonce, byte[] data) { var sealedData = new byte[data.Length]; Box.Encrypt(nonce, data, sealedData, new byte[16]); return sealedData; }";

    [Theory]
    [InlineData("static readonly AesGcm {|#0:Box|} = new AesGcm(new byte[32], 16); " + Encrypt)]
    [InlineData("static AesGcm {|#0:Box|} { get; } = new(new byte[32], 16); " + Encrypt)]
    [InlineData("static readonly Lazy<AesGcm> {|#0:Lazy|} = new(() => new AesGcm(new byte[32], 16)); void Run(byte[] d) { Lazy.Value.Encrypt(d, d, d, d); }")]
    [InlineData("static readonly ChaCha20Poly1305 {|#0:Box|} = new(new byte[32]); " + Encrypt)]
    [InlineData("static readonly HMACSHA256 {|#0:Mac|} = new(new byte[32]); byte[] Sign(byte[] data) => Mac.ComputeHash(data);")]
    [InlineData("static readonly HashAlgorithm {|#0:Hash|} = SHA256.Create(); byte[] Sum(byte[] data) => Hash.ComputeHash(data);")]
    [InlineData("static readonly ICryptoTransform {|#0:Encryptor|} = Aes.Create().CreateEncryptor(); byte[] Run(byte[] data) => Encryptor.TransformFinalBlock(data, 0, data.Length);")]
    [InlineData("static readonly ICryptoTransform {|#0:Encryptor|} = Aes.Create().CreateEncryptor(); Stream Run(Stream inner) => new CryptoStream(inner, Encryptor, CryptoStreamMode.Write);")]
    [InlineData("static readonly object s_lock = new(); static readonly HMACSHA256 {|#0:Mac|} = new(new byte[32]); byte[] Sign(byte[] d) { lock (s_lock) { return Mac.ComputeHash(d); } } byte[] Again(byte[] d) => Mac.ComputeHash(d);")]
    public Task An_object_in_a_static_field_is_found(string members) => Rule.Finds(Program(members), Expect);

    [Theory]
    [InlineData("void Run(byte[][] all) => Parallel.ForEach(all, data => _mac.ComputeHash(data));")]
    [InlineData("void Run(byte[][] all) => Parallel.For(0, all.Length, i => Sign(all[i])); byte[] Sign(byte[] data) => _mac.ComputeHash(data);")]
    [InlineData("void Run(byte[][] all) { foreach (var data in all) { Task.Run(() => Sign(data)); } } byte[] Sign(byte[] data) => _mac.ComputeHash(data);")]
    [InlineData("void Run(byte[][] all) { foreach (var data in all) { new Thread(() => _mac.ComputeHash(data)).Start(); } }")]
    [InlineData("void Run() { for (int i = 0; i < 4; i++) { ThreadPool.QueueUserWorkItem(Work); } } void Work(object state) => _mac.ComputeHash((byte[])state);")]
    [InlineData("async Task Run(TcpListener listener) { while (true) { var client = await listener.AcceptTcpClientAsync(); _ = Serve(client); } } async Task Serve(TcpClient client) { await Task.Yield(); Answer(client); } void Answer(TcpClient client) { _mac.ComputeHash(client.GetStream()); }")]
    [InlineData("event Func<byte[], Task> Received; void Run() => Received += Handle; async Task Handle(byte[] data) { await Task.Yield(); _mac.ComputeHash(data); }")]
    public Task A_field_that_concurrent_code_uses_is_found(string members) => Rule.Finds(Program("readonly HMACSHA256 {|#0:_mac|} = new(new byte[32]); " + members), Expect);

    [Theory]
    [InlineData("[ThreadStatic] static AesGcm t_box; static AesGcm Box => t_box ??= new AesGcm(new byte[32], 16); " + Encrypt)]
    [InlineData("static readonly ThreadLocal<AesGcm> Boxes = new(() => new AesGcm(new byte[32], 16)); void Run(byte[] d) => Boxes.Value.Encrypt(d, d, d, d);")]
    [InlineData("static readonly System.Collections.Concurrent.ConcurrentBag<HMACSHA256> Pool = new(); void Run(byte[] d) { if (Pool.TryTake(out var mac)) { mac.ComputeHash(d); } }")]
    [InlineData("static readonly object s_lock = new(); static readonly HMACSHA256 Mac = new(new byte[32]); byte[] Sign(byte[] d) { lock (s_lock) { return Mac.ComputeHash(d); } }")]
    [InlineData("static readonly Lock s_lock = new(); static readonly HMACSHA256 Mac = new(new byte[32]); byte[] Sign(byte[] d) { using (s_lock.EnterScope()) { return Mac.ComputeHash(d); } }")]
    [InlineData("static readonly SemaphoreSlim s_one = new(1); static readonly HMACSHA256 Mac = new(new byte[32]); async Task<byte[]> Sign(byte[] d) { await s_one.WaitAsync(); try { return Mac.ComputeHash(d); } finally { s_one.Release(); } }")]
    [InlineData("static readonly object s_lock = new(); static readonly HMACSHA256 Mac = new(new byte[32]); public byte[] Sign(byte[] d) { lock (s_lock) { return Core(d); } } private byte[] Core(byte[] d) => Mac.ComputeHash(d);")]
    [InlineData("static readonly HMACSHA256 Mac = new(new byte[32]); static readonly byte[] First = Mac.ComputeHash(new byte[1]); static Program() { Mac.ComputeHash(First); Mac.Dispose(); }")]
    [InlineData("readonly HMACSHA256 _mac = new(new byte[32]); byte[] Sign(byte[] d) => _mac.ComputeHash(d);")]
    [InlineData("readonly HMACSHA256 _mac = new(new byte[32]); async Task Run(TcpListener listener) { while (true) { var client = await listener.AcceptTcpClientAsync(); await Serve(client); } } async Task Serve(TcpClient client) { await Task.Yield(); _mac.ComputeHash(client.GetStream()); }")]
    [InlineData("readonly HMACSHA256 _mac = new(new byte[32]); async Task Run(TcpListener listener) { while (true) { var client = await listener.AcceptTcpClientAsync(); _ = new Program().Serve(client); } } async Task Serve(TcpClient client) { await Task.Yield(); _mac.ComputeHash(client.GetStream()); }")]
    [InlineData("readonly HMACSHA256 _mac = new(new byte[32]); Task Run(byte[] d) => Task.Run(() => _mac.ComputeHash(d));")]
    [InlineData("static readonly RandomNumberGenerator Random = RandomNumberGenerator.Create(); void Run(byte[] d) => Random.GetBytes(d);")]
    [InlineData("byte[] Sign(byte[] d) { using var mac = new HMACSHA256(d); return mac.ComputeHash(d); } static byte[] Sum(byte[] d) => SHA256.HashData(d);")]
    [InlineData("static AesGcm Box => new(new byte[32], 16); " + Encrypt)]
    public Task One_at_a_time_or_one_each_is_silent(string members) => Rule.Silent(Program(members));

    [Theory]
    [InlineData(
        "private static readonly AesGcm [|Box|] = new AesGcm(Key, 16); void Run(byte[] d) => Box.Encrypt(d, d, d, d);",
        "private static readonly ThreadLocal<AesGcm> Box = new ThreadLocal<AesGcm>(() => new AesGcm(Key, 16)); void Run(byte[] d) => Box.Value.Encrypt(d, d, d, d);")]
    [InlineData(
        "private static readonly HMACSHA256 [|Mac|] = new(Key); byte[] Run(byte[] d) => Program.Mac.ComputeHash(d); static void End() => Mac.Dispose();",
        "private static readonly ThreadLocal<HMACSHA256> Mac = new ThreadLocal<HMACSHA256>(() => new HMACSHA256(Key)); byte[] Run(byte[] d) => Program.Mac.Value.ComputeHash(d); static void End() => Mac.Dispose();")]
    [InlineData(
        "private static SHA256 [|Hash|] = SHA256.Create(); byte[] Run(byte[] d) => Hash.ComputeHash(d);",
        "private static ThreadLocal<SHA256> Hash = new ThreadLocal<SHA256>(() => SHA256.Create()); byte[] Run(byte[] d) => Hash.Value.ComputeHash(d);")]
    [InlineData(
        "private readonly HMACSHA256 [|_mac|]; Program(byte[] key) { _mac = new HMACSHA256(key); } void Run(byte[][] all) => Parallel.ForEach(all, data => this._mac.ComputeHash(data));",
        "private readonly ThreadLocal<HMACSHA256> _mac; Program(byte[] key) { _mac = new ThreadLocal<HMACSHA256>(() => new HMACSHA256(key)); } void Run(byte[][] all) => Parallel.ForEach(all, data => this._mac.Value.ComputeHash(data));")]
    public Task Each_thread_gets_its_own(string before, string after) =>
        Rule.Fixes(Program("static readonly byte[] Key = new byte[32]; " + before), Program("static readonly byte[] Key = new byte[32]; " + after), SharedAeadInstanceFix.PerThreadKey);

    [Theory]
    [InlineData("internal static readonly SHA256 [|Hash|] = SHA256.Create(); byte[] Run(byte[] d) => Hash.ComputeHash(d);")]
    [InlineData("private static SHA256 [|Hash|] = SHA256.Create(); byte[] Run(byte[] d) => Hash.ComputeHash(d); void New() => Hash = SHA256.Create();")]
    [InlineData("private static SHA256 [|Hash|] = SHA256.Create(); async Task<byte[]> Run(byte[] d) { Hash.TransformBlock(d, 0, 1, d, 0); await Task.Yield(); return Hash.TransformFinalBlock(d, 0, 1); }")]
    public Task What_is_shared_in_a_way_that_is_not_understood_is_left_alone(string members) =>
        Rule.Fixes(Program(members), Program(members), SharedAeadInstanceFix.PerThreadKey);

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        """
        using System.Security.Cryptography;

        class Program
        {
            static AesGcm Box = new(;
            static HMACSHA256 = ;
            readonly HMACSHA256 _mac
            void Run() { Box. ; foreach (var x in ) { Task.Run(() => _mac.) } }
        """,
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static void Expect(Setup setup) => setup.Expected.Add(
        new DiagnosticResult(Rules.SharedAeadInstance).WithLocation(0).WithMessage(null).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    private static string Program(string members) => $$"""
        using System;
        using System.IO;
        using System.Net.Sockets;
        using System.Security.Cryptography;
        using System.Threading;
        using System.Threading.Tasks;

        class Program
        {
            {{members}}
        }
        """;
}
