/** A correct rollout file, and ways to break it. */
export const base = `rollout: iris
namespace: ml
versions:
  green: { deployment: iris-green }
  blue: { deployment: iris-blue }
routes:
  - { virtualService: iris }
traffic:
  url: https://models.example.com/score
  identify: { header: x-model-version }
stages:
  - { name: Blue_0, weight: 0 }
  - { name: Blue_100, weight: 100 }
  - { name: Promote, promote: copy }
  - { name: Finish, finish: true }
`

export function edited(from: string, to: string, text = base): string {
  if (!text.includes(from)) throw new Error(`the file has no ${from}`)
  return text.replace(from, () => to)
}

export const withTop = (line: string) => `${base}${line}\n`
export const withTraffic = (line: string) => edited('score\n', `score\n  ${line}\n`)
export const withIdentify = (value: string) => edited('{ header: x-model-version }', value)
export const withStageKey = (keys: string) => edited('weight: 0 }', `weight: 0, ${keys} }`)
export const withWeight = (value: string) => edited('weight: 0 }', `weight: ${value} }`)
export const withVersions = (green: string, blue: string) =>
  edited('{ deployment: iris-green }', green, edited('{ deployment: iris-blue }', blue))
export const withStages = (...stages: string[]) =>
  `${withoutStages}stages:\n${stages.map((stage) => `  - ${stage}\n`).join('')}`
export const withoutStages = base.slice(0, base.indexOf('stages:'))
export const withoutTraffic = (text: string) => text.replace(/traffic:\n.*\n.*\n/, '')
