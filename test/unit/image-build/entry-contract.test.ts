import { entryContractProblems } from '../../../src/image/scoring/entry-contract.ts'

const NO_INIT =
  'it defines no init(), which loads the model once; expected "def init():" at the top level of the script'
const NO_RUN =
  'it defines no run(raw_data), which answers a request; expected "def run(raw_data):" at the top level of the script'
const NESTED = 'this one is inside a class or function, or runs only as a program: move it out'
const INIT = 'def init():\n    pass\n'
const RUN = 'def run(raw_data):\n    return 1\n'

describe('the entry contract is seen', () => {
  test.each([
    ['in plain functions', INIT + RUN],
    ['in one line each', 'def init(): pass\ndef run(data): return data'],
    ['in async functions', 'async def init(): ...\nasync def run(data): ...'],
    [
      'behind decorators',
      '@once\ndef init(config):\n    pass\n@input_schema("x", y)\ndef run(a, b):\n    pass',
    ],
    [
      'with types and generics',
      'def init() -> None: ...\ndef run[T](raw_data: dict[str, T] = {}, /) -> str: ...',
    ],
    [
      'with parameters that have defaults',
      'def init(a=1, *, b=f(2, x=3)): ...\ndef run(*args, **kwargs): ...',
    ],
    ['over several lines', 'def init(\n):\n    pass\ndef \\\n  run(\n    raw_data,  # the body\n): pass'],
    ['in assignments', 'service = Service()\ninit = service.start\nrun: Callable = service.answer'],
    ['in a chain and in a pair', 'init = start = f\nrun, stop = g, h'],
    ['in imports', 'from .serving import (\n    start as init,\n    run,\n)'],
    ['in a star import', 'from serving import *'],
    [
      'inside try and if',
      'try:\n    from fast import init\nexcept ImportError:\n    def init(): ...\nif True:\n\tdef run(x): ...',
    ],
    ['after strings that look like code', `s = """\nclass A:\n  '"""\nt = 'def run' # def\n${INIT}${RUN}`],
    ['after raw and formatted strings', `a = r"\\\\"\nb = f'{x["y"]}'\n${INIT}${RUN}`],
    ['with Windows line ends and a byte order mark', `\uFEFF${INIT}${RUN}`.replaceAll('\n', '\r\n')],
    ['after a semicolon', 'x = 1; init = f; run = g'],
  ])('%s', (_, source) => {
    expect(entryContractProblems(source)).toEqual([])
  })
})

describe('what a script lacks is said with its line', () => {
  test.each<[string, string, { line: number; message: string }[]]>([
    [
      'nothing at all',
      '# later\n',
      [
        { line: 1, message: `${NO_INIT}; add it` },
        { line: 1, message: `${NO_RUN}; add it` },
      ],
    ],
    ['run', INIT, [{ line: 1, message: `${NO_RUN}; add it` }]],
    ['in a string only', `"""\n${INIT}"""\n${RUN}`, [{ line: 1, message: `${NO_INIT}; add it` }]],
    ['in a comment only', `# def run(x):\n${INIT}`, [{ line: 1, message: `${NO_RUN}; add it` }]],
    [
      'in a class',
      `${INIT}class Model:\n    def run(self, raw_data):\n        pass`,
      [{ line: 4, message: `${NO_RUN}; ${NESTED}` }],
    ],
    [
      'in a function',
      `${RUN}def main():\n    def init():\n        pass`,
      [{ line: 4, message: `${NO_INIT}; ${NESTED}` }],
    ],
    [
      'as a program only',
      `${RUN}if __name__ == "__main__":\n    def init(): ...`,
      [{ line: 4, message: `${NO_INIT}; ${NESTED}` }],
    ],
    [
      'another spelling',
      `def Init(): ...\n${RUN}`,
      [{ line: 1, message: `${NO_INIT}; "Init" is written differently` }],
    ],
    [
      'as arguments only',
      'serve(init=1, run=2)\nx == init\nrun.x = 1\nd[run] = 2',
      [
        { line: 1, message: `${NO_INIT}; add it` },
        { line: 1, message: `${NO_RUN}; add it` },
      ],
    ],
    [
      'no parameter',
      `${INIT}def run():\n    pass`,
      [
        {
          line: 3,
          message:
            'run() takes no parameter; expected "def run(raw_data):", for the body of the request; add it',
        },
      ],
    ],
    [
      'too many parameters',
      `def init(path): ...\ndef run(raw_data, context): ...`,
      [
        {
          line: 1,
          message: 'init(path) needs 1 arguments and is called with none; give the others defaults',
        },
        {
          line: 2,
          message:
            'run(raw_data, context) needs 2 arguments and is called with one; give the others defaults',
        },
      ],
    ],
    [
      'a string without end',
      `${INIT}x = 'abc\n${RUN}`,
      [
        {
          line: 3,
          message:
            'it is no Python that can be read: a string that starts here has no end; correct it, or save it as UTF-8 text',
        },
      ],
    ],
    [
      'a bracket without end',
      `${INIT}x = (1,\n${RUN}`,
      [
        {
          line: 3,
          message:
            'it is no Python that can be read: a ( that starts here has no end; correct it, or save it as UTF-8 text',
        },
      ],
    ],
    [
      'a bracket too many',
      `${INIT}x = 1)\n${RUN}`,
      [
        {
          line: 3,
          message:
            'it is no Python that can be read: a ) without its (; correct it, or save it as UTF-8 text',
        },
      ],
    ],
  ])('%s', (_, source, problems) => {
    expect(entryContractProblems(source)).toEqual(problems)
  })
})
