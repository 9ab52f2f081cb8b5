import { pluginCommand } from '../../../src/kube/plugin-command.ts'

const environment = { Path: 'C:\\one;C:\\two', PATHEXT: '.EXE;.CMD', ComSpec: 'C:\\cmd.exe' }
const on =
  (...files: string[]) =>
  (path: string) =>
    files.includes(path)

describe('starting a plugin on Windows', () => {
  test('finds the .exe in PATH', () => {
    const found = pluginCommand('kubelogin', ['a b'], environment, 'win32', on('C:\\two\\kubelogin.EXE'))
    expect(found).toEqual({ file: 'C:\\two\\kubelogin.EXE', args: ['a b'], windowsVerbatimArguments: false })
  })

  test('takes the directories in order, not the extensions', () => {
    const found = pluginCommand('x', [], environment, 'win32', on('C:\\one\\x.CMD', 'C:\\two\\x.EXE'))
    expect(found?.args.at(-1)).toBe('""C:\\one\\x.CMD""')
  })

  test('runs a batch file by cmd.exe, with every argument quoted', () => {
    const found = pluginCommand('az.cmd', ['login', 'a b'], environment, 'win32', on('C:\\one\\az.cmd'))
    expect(found).toEqual({
      file: 'C:\\cmd.exe',
      args: ['/d', '/s', '/c', '""C:\\one\\az.cmd" "login" "a b""'],
      windowsVerbatimArguments: true,
    })
  })

  test.each(['a&b', '%PATH%', 'a"b', 'a|b', 'a^b', 'a\nb'])('refuses to pass %j to a batch file', (arg) => {
    expect(() => pluginCommand('az', [arg], environment, 'win32', on('C:\\one\\az.CMD'))).toThrow(
      /batch file/,
    )
  })

  test('says when there is none', () => {
    expect(pluginCommand('x', [], environment, 'win32', () => false)).toBeNull()
  })
})

test('elsewhere the command is left as it is', () => {
  expect(pluginCommand('kubelogin', ['%a'], {}, 'linux')).toEqual({
    file: 'kubelogin',
    args: ['%a'],
    windowsVerbatimArguments: false,
  })
})
