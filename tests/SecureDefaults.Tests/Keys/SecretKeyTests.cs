using System.Security.Cryptography;
using System.Text;
using SocketSecurity.Keys;
using SocketSecurity.SecureDefaults.Tests.BadInput;

namespace SocketSecurity.SecureDefaults.Tests.Keys;

public sealed class SecretKeyTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public void Derivation_is_hkdf_sha256_over_the_documented_label()
    {
        using var root = SecretKey.FromBytes(Bytes);
        using var derived = root.Derive<SecretKey>("orders/v1");

        var expected = HKDF.DeriveKey(HashAlgorithmName.SHA256, Bytes, 32, null, Encoding.UTF8.GetBytes("SocketSecurity/1/root\0orders/v1"));
        Assert.Equal(expected, derived.ExportDangerous());
    }

    [Fact]
    public void Labels_and_types_give_unrelated_keys()
    {
        using var root = SecretKey.FromBytes(Bytes);
        using var kek = KeyEncryptionKey.Generate();
        var seen = new HashSet<string>();
        foreach (var label in new[] { "a", "b", "a/b", "é", new string('x', 1024) })
        {
            Assert.True(seen.Add(Convert.ToHexString(kek.Wrap(root.Derive<AeadKey>(label)))));
            Assert.True(seen.Add(Convert.ToHexString(kek.Wrap(root.Derive<MacKey>(label)))));
            Assert.True(seen.Add(Convert.ToHexString(kek.Wrap(root.Derive<StreamKey>(label)))));
            Assert.True(seen.Add(Convert.ToHexString(kek.Wrap(root.Derive<TokenKey>(label)))));
            Assert.True(seen.Add(Convert.ToHexString(kek.Wrap(root.Derive<ChallengeKey>(label)))));
            Assert.True(seen.Add(Convert.ToHexString(kek.Wrap(root.Derive<DatagramPreSharedKey>(label)))));
        }
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a key of another size, or of zeros")]
    public void A_key_of_another_size_or_of_zeros_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SecretKey.FromBytes(new byte[32]));
        Assert.Throws<ArgumentException>(() => SecretKey.FromBytes([]));
        Assert.Throws<ArgumentException>(() => SecretKey.FromBytes(new byte[31]));
        Assert.Throws<ArgumentException>(() => AeadKey.FromBytes(new byte[32]));
        Assert.Throws<ArgumentException>(() => MacKey.FromBytes(Bytes.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => SecretKey.Generate().Derive<AeadKey>(""));
        Assert.Throws<ArgumentException>(() => SecretKey.Generate().Derive<AeadKey>(new string('x', 1025)));
        Assert.Throws<ArgumentNullException>(() => SecretKey.Generate().Derive<AeadKey>(null!));
    }

    [Fact]
    public void Base64_is_read_in_its_canonical_spellings_only()
    {
        byte[] bytes = [0xfb, 0xff, .. Bytes.AsSpan(2)];
        var text = Convert.ToBase64String(bytes);
        foreach (var good in new[] { text, text.TrimEnd('='), text.Replace('+', '-').Replace('/', '_'), text.Replace('+', '-').Replace('/', '_').TrimEnd('=') })
        {
            using var key = SecretKey.FromBase64(good);
            Assert.Equal(bytes, key.ExportDangerous());
        }

        foreach (var bad in new[]
        {
            "", "AAAA", text + "=", text + "\n", " " + text, text[..^2] + "B=", text.Insert(4, " "), text[..^1] + "A", "=" + text[1..],
            Convert.ToBase64String(new byte[32]), Convert.ToBase64String(new byte[33]),
        })
        {
            Assert.Throws<FormatException>(() => SecretKey.FromBase64(bad));
        }
    }

    [Fact]
    public void Nothing_about_a_key_is_printable()
    {
        using var key = SecretKey.FromBytes(Bytes);
        Assert.Equal("SecretKey", key.ToString());
        Assert.Equal("\"SecretKey\"", System.Text.Json.JsonSerializer.Serialize(key.ToString()));
        Assert.Equal("{}", System.Text.Json.JsonSerializer.Serialize(key));
        Assert.Empty(typeof(SecretKey).GetProperties());
    }

    [Fact]
    public void A_disposed_key_refuses_every_use()
    {
        var key = SecretKey.FromBytes(Bytes);
        key.Dispose();
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.ExportDangerous());
        Assert.Throws<ObjectDisposedException>(() => key.Derive<AeadKey>("x"));
        Assert.Throws<ObjectDisposedException>(() => KeyEncryptionKey.Generate().Wrap(key));
        Assert.Throws<ObjectDisposedException>(() => Keyring<SecretKey>.FromKey(key));
    }

    [Fact]
    public void Zeros_are_never_read_while_another_thread_disposes()
    {
        for (var round = 0; round < 300; round++)
        {
            var key = SecretKey.FromBytes(Bytes);
            Workers.Run(2, thread =>
            {
                if (thread == 0)
                {
                    key.Dispose();
                    return;
                }

                try
                {
                    while (true)
                    {
                        Assert.Equal(Bytes, key.ExportDangerous());
                    }
                }
                catch (ObjectDisposedException)
                {
                }
            });
        }
    }

    [Fact]
    public void An_environment_variable_holds_a_key_or_says_what_is_wrong_without_its_value()
    {
        var name = "SOCKETSECURITY_TEST_" + Guid.NewGuid().ToString("n");
        Assert.Contains(name, Assert.Throws<KeyUnavailableException>(() => SecretKey.FromEnvironment(name)).Message);
        Environment.SetEnvironmentVariable(name, "not-a-key-but-maybe-a-secret");
        var error = Assert.Throws<KeyUnavailableException>(() => SecretKey.FromEnvironment(name));
        Assert.DoesNotContain("maybe", error.ToString());
        Environment.SetEnvironmentVariable(name, Convert.ToBase64String(Bytes) + "\n");
        Assert.Equal(Bytes, SecretKey.FromEnvironment(name).ExportDangerous());
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a key file that is missing, holds something else, or that others can read")]
    public void A_key_file_is_read_only_where_others_cannot_read_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("root.key");
        using var key = SecretKey.FromBytes(Bytes);
        key.SaveToNewFile(path);
        Assert.Equal(Bytes, SecretKey.FromFile(path).ExportDangerous());
        Assert.Throws<IOException>(() => key.SaveToNewFile(path));

        // Windows has no mode bits.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        foreach (var mode in new[] { UnixFileMode.OtherRead, UnixFileMode.OtherWrite, UnixFileMode.GroupWrite, UnixFileMode.GroupRead })
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | mode);
            Assert.Contains(path, Assert.Throws<KeyUnavailableException>(() => SecretKey.FromFile(path)).Message);
        }

        Assert.Equal(Bytes, SecretKey.FromFile(path, KeyFileAccess.OwnerAndGroup).ExportDangerous());
        var link = folder.File("link");
        File.CreateSymbolicLink(link, path);
        Assert.Throws<KeyUnavailableException>(() => SecretKey.FromFile(link));
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a key file that is missing, holds something else, or that others can read")]
    public void A_file_that_is_missing_or_holds_something_else_is_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<KeyUnavailableException>(() => SecretKey.FromFile(folder.File("none")));
        Assert.Throws<KeyUnavailableException>(() => SecretKey.FromFile(folder.Path));
        foreach (var content in new[] { "", "password", new string('A', 300), "\u00e9\0", Convert.ToBase64String(new byte[32]) })
        {
            var path = folder.File(Guid.NewGuid().ToString("n"));
            File.WriteAllText(path, content);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead);
            }

            Assert.Throws<KeyUnavailableException>(() => SecretKey.FromFile(path));
        }
    }
}
